use regex::RegexBuilder;
use sz_tree::{AriaRole, PLATFORM_PREFIX, Role};

use crate::{
    Selector, SelectorError, SelectorFault,
    closest::closest,
    cursor::Cursor,
    positions::Positions,
    program::{
        Bits, Chain, Combinator, Compound, Field, Link, Operator, Place, Program, RoleName, Step,
        Test,
    },
    pseudo_class,
};

/// Compiled size of one regular expression, in bytes; a few hundred times what names need.
const MAX_REGEX_BYTES: usize = 1 << 20;
const MAX_REGEX_NESTING: u32 = 64;

/// Reads a selector list: one program for each selector between commas.
pub(crate) fn parse(source: &str) -> Result<Vec<Program>, SelectorError> {
    let cursor = Cursor::new(source);
    if source.len() > Selector::MAX_BYTES {
        return Err(cursor.fault_at(0, SelectorFault::TooLong { max: Selector::MAX_BYTES }));
    }
    let mut parser = Parser::new(cursor);
    let mut programs = Vec::new();
    loop {
        programs.push(parser.branch()?);
        if !parser.cursor.eat(',') {
            break;
        }
    }
    match parser.cursor.peek() {
        None => Ok(programs),
        Some('|') => Err(parser.fault(SelectorFault::Namespace)),
        Some(_) => Err(parser.cursor.expected("the end, a comma or a combinator")),
    }
}

struct Parser<'s> {
    cursor: Cursor<'s>,
    /// The branch that is being read.
    program: Program,
    n_bits: usize,
    n_regexes: usize,
    /// The bits that are only known once every `:has()` is.
    late: Bits,
    nesting: usize,
    is_in_has: bool,
}

/// Compounds from left to right, each with the combinator on its left.
type Complex = Vec<(Combinator, Compound)>;

impl<'s> Parser<'s> {
    fn new(cursor: Cursor<'s>) -> Self {
        Self {
            cursor,
            program: Program::default(),
            n_bits: 0,
            n_regexes: 0,
            late: 0,
            nesting: 0,
            is_in_has: false,
        }
    }

    fn fault(&self, kind: SelectorFault) -> SelectorError {
        self.cursor.fault_at(self.cursor.position(), kind)
    }

    fn branch(&mut self) -> Result<Program, SelectorError> {
        (self.n_bits, self.late) = (0, 0);
        let complex = self.complex(Combinator::Descendant)?;
        self.program.subject = self.add_steps(complex)?;
        Ok(std::mem::take(&mut self.program))
    }

    fn new_bit(&mut self) -> Result<Bits, SelectorError> {
        let max = Selector::MAX_STEPS;
        if self.n_bits == max {
            return Err(self.fault(SelectorFault::TooManySteps { max }));
        }
        self.n_bits += 1;
        Ok(1 << (self.n_bits - 1))
    }

    /// Turns compounds into steps and answers with the bit of the last.
    fn add_steps(&mut self, complex: Complex) -> Result<Bits, SelectorError> {
        let mut left: Option<Bits> = None;
        for (combinator, compound) in complex {
            let bit = self.new_bit()?;
            let from = left.map(|left| (combinator, left));
            let is_late = (compound.bits | left.unwrap_or(0)) & self.late != 0;
            if is_late {
                self.late |= bit;
            }
            self.program.has_siblings |= from.is_some_and(|(combinator, _)| {
                matches!(combinator, Combinator::NextSibling | Combinator::LaterSibling)
            });
            self.program.steps.push(Step { bit, from, compound, is_late });
            left = Some(bit);
        }
        Ok(left.unwrap_or(0))
    }

    /// Compounds and combinators up to a comma, a parenthesis or the end.
    fn complex(&mut self, leading: Combinator) -> Result<Complex, SelectorError> {
        self.cursor.skip_space();
        let mut complex = vec![(leading, self.compound()?)];
        loop {
            let is_spaced = self.cursor.skip_space();
            let at = self.cursor.position();
            let sign = self.cursor.peek();
            let combinator = match sign.and_then(combinator) {
                Some(combinator) => {
                    self.cursor.bump();
                    self.cursor.skip_space();
                    combinator
                }
                None if is_spaced && !matches!(sign, None | Some(',' | ')')) => {
                    Combinator::Descendant
                }
                None => return Ok(complex),
            };
            if let (Some(combinator @ ('>' | '+' | '~')), None | Some(',' | ')')) =
                (sign, self.cursor.peek())
            {
                let kind = SelectorFault::DanglingCombinator { combinator };
                return Err(self.cursor.fault_at(at, kind));
            }
            complex.push((combinator, self.compound()?));
        }
    }

    fn compound(&mut self) -> Result<Compound, SelectorError> {
        let start = self.cursor.position();
        let mut compound = Compound::default();
        if let Some(name) = self.cursor.identifier() {
            if self.cursor.peek() == Some('|') {
                return Err(self.fault(SelectorFault::Namespace));
            }
            compound.role = Some(self.role(start, &name)?);
        } else {
            self.cursor.eat('*');
        }
        loop {
            match self.cursor.peek() {
                Some('#') => {
                    self.cursor.bump();
                    let id = self.cursor.name().ok_or_else(|| self.cursor.expected("an id"))?;
                    compound.tests.push(Test::Text {
                        field: Field::Attribute("id".into()),
                        operator: Operator::Equal,
                        text: id.into(),
                        ignores_case: false,
                    });
                }
                Some('.') => {
                    self.cursor.bump();
                    let class = self.cursor.identifier();
                    let class = class.ok_or_else(|| self.cursor.expected("a class"))?;
                    compound.tests.push(Test::Class(class.into()));
                }
                Some('[') => self.attribute(&mut compound)?,
                Some(':') => self.pseudo_class(&mut compound)?,
                _ if self.cursor.position() > start => return Ok(compound),
                None | Some(',' | ')') => return Err(self.fault(SelectorFault::Missing)),
                Some('|') => return Err(self.fault(SelectorFault::Namespace)),
                Some(_) => {
                    return Err(self.cursor.expected("a role, `*`, `[`, `:`, `#` or `.`"));
                }
            }
        }
    }

    fn role(&self, at: usize, name: &str) -> Result<RoleName, SelectorError> {
        if name.starts_with(PLATFORM_PREFIX) || AriaRole::from_name(name).is_some() {
            return Ok(RoleName::new(Role::from_name(name)));
        }
        let suggestion = closest(name, AriaRole::ALL.iter().map(|role| role.as_str()));
        let suggestion = suggestion.map(str::to_owned);
        let kind = SelectorFault::UnknownRole { name: name.to_owned(), suggestion };
        Err(self.cursor.fault_at(at, kind))
    }

    fn attribute(&mut self, compound: &mut Compound) -> Result<(), SelectorError> {
        self.cursor.bump();
        self.cursor.skip_space();
        let key = self.cursor.identifier();
        let key = key.ok_or_else(|| self.cursor.expected("the name of an attribute"))?;
        self.cursor.skip_space();
        if self.cursor.rest().starts_with('|') && !self.cursor.rest().starts_with("|=") {
            return Err(self.fault(SelectorFault::Namespace));
        }
        let field = match key.as_str() {
            "role" => Field::Role,
            "name" => Field::Name,
            "value" => Field::Value,
            "description" => Field::Description,
            _ => Field::Attribute(key.into()),
        };
        if self.cursor.eat(']') {
            compound.tests.push(Test::Exists(field));
            return Ok(());
        }
        let operator = OPERATORS.iter().find(|(sign, _)| self.cursor.eat_str(sign));
        let &(_, operator) = operator.ok_or_else(|| {
            self.cursor.expected("`]` or one of `=`, `~=`, `|=`, `^=`, `$=` and `*=`")
        })?;
        self.cursor.skip_space();
        let at = self.cursor.position();
        let text = match self.cursor.string()? {
            Some(text) => text,
            None => {
                self.cursor.identifier().ok_or_else(|| self.cursor.expected("a text in quotes"))?
            }
        };
        self.cursor.skip_space();
        let ignores_case = match self.cursor.identifier().as_deref() {
            Some("i" | "I") => true,
            None | Some("s" | "S") => false,
            Some(_) => return Err(self.cursor.expected("`i`, `s` or `]` before this")),
        };
        self.cursor.skip_space();
        if !self.cursor.eat(']') {
            return Err(self.cursor.expected("`]`"));
        }
        if field == Field::Role && operator == Operator::Equal && !ignores_case {
            let role = self.role(at, &text)?;
            if compound.role.is_none() {
                compound.role = Some(role);
                return Ok(());
            }
        }
        compound.tests.push(Test::Text { field, operator, text: text.into(), ignores_case });
        Ok(())
    }

    fn pseudo_class(&mut self, compound: &mut Compound) -> Result<(), SelectorError> {
        let at = self.cursor.position();
        self.cursor.bump();
        if self.cursor.peek() == Some(':') {
            return Err(self.fault(SelectorFault::PseudoElement));
        }
        let name = self.cursor.identifier();
        let name = name.ok_or_else(|| self.cursor.expected("the name of a pseudo-class"))?;
        let name = name.to_ascii_lowercase();
        let function = pseudo_class::FUNCTIONS.iter().find(|(function, _)| *function == name);
        let plain = pseudo_class::plain(&name);
        let has_arguments = self.cursor.peek() == Some('(');
        match (function, plain) {
            (Some(&(name, _)), _) if has_arguments => self.function(at, name, compound),
            (Some(&(_, usage)), _) => Err(self.cursor.fault_at(at, SelectorFault::Usage { usage })),
            (None, Some((usage, _))) if has_arguments => {
                Err(self.cursor.fault_at(at, SelectorFault::Usage { usage }))
            }
            (None, Some((_, tests))) => {
                self.program.has_places |= tests.iter().any(pseudo_class::needs_places);
                compound.tests.extend(tests);
                Ok(())
            }
            (None, None) => {
                let suggestion = closest(&name, pseudo_class::names()).map(str::to_owned);
                let kind = SelectorFault::UnknownPseudoClass { name, suggestion };
                Err(self.cursor.fault_at(at, kind))
            }
        }
    }

    /// A pseudo-class from its opening to its closing parenthesis.
    fn function(
        &mut self,
        at: usize,
        name: &str,
        compound: &mut Compound,
    ) -> Result<(), SelectorError> {
        if self.nesting == Selector::MAX_NESTING {
            let kind = SelectorFault::TooDeep { max: Selector::MAX_NESTING };
            return Err(self.cursor.fault_at(at, kind));
        }
        if name == "has" && self.is_in_has {
            return Err(self.cursor.fault_at(at, SelectorFault::NestedHas));
        }
        self.cursor.bump();
        self.nesting += 1;
        let test = match name {
            "name" => self.name_pattern()?,
            "has" => self.has()?,
            "is" | "where" | "not" => self.any(name == "not")?,
            _ => self.nth(name)?,
        };
        self.nesting -= 1;
        self.cursor.skip_space();
        if !self.cursor.eat(')') {
            return Err(self.cursor.expected("`)`"));
        }
        if let Test::Any { compounds, bits, .. } = &test {
            compound.bits |= compounds.iter().fold(*bits, |bits, inner| bits | inner.bits);
        }
        self.program.has_places |= pseudo_class::needs_places(&test);
        compound.tests.push(test);
        Ok(())
    }

    fn any(&mut self, is_negated: bool) -> Result<Test, SelectorError> {
        let (mut compounds, mut bits) = (Vec::new(), 0);
        loop {
            let mut complex = self.complex(Combinator::Descendant)?;
            match (complex.len(), complex.pop()) {
                (1, Some((_, compound))) => compounds.push(compound),
                (_, last) => {
                    complex.extend(last);
                    bits |= self.add_steps(complex)?;
                }
            }
            if !self.cursor.eat(',') {
                return Ok(Test::Any { is_negated, compounds, bits });
            }
        }
    }

    fn has(&mut self) -> Result<Test, SelectorError> {
        self.is_in_has = true;
        let mut bits = 0;
        loop {
            self.cursor.skip_space();
            let leading = self.cursor.peek().and_then(combinator);
            if leading.is_some() {
                self.cursor.bump();
            }
            let complex = self.complex(leading.unwrap_or(Combinator::Descendant))?;
            let anchor = self.new_bit()?;
            let mut links = Vec::new();
            for (combinator, compound) in complex {
                links.push(Link { bit: self.new_bit()?, combinator, compound });
            }
            self.program.chains.push(Chain { anchor, links });
            bits |= anchor;
            if !self.cursor.eat(',') {
                break;
            }
        }
        self.is_in_has = false;
        self.late |= bits;
        Ok(Test::Any { is_negated: false, compounds: Vec::new(), bits })
    }

    fn name_pattern(&mut self) -> Result<Test, SelectorError> {
        self.cursor.skip_space();
        let at = self.cursor.position();
        let pattern = self.cursor.pattern()?;
        let ignores_case = self.cursor.eat('i');
        let max = Selector::MAX_REGEXES;
        if self.n_regexes == max {
            return Err(self.fault(SelectorFault::TooManyRegexes { max }));
        }
        self.n_regexes += 1;
        let regex = RegexBuilder::new(pattern)
            .case_insensitive(ignores_case)
            .size_limit(MAX_REGEX_BYTES)
            .dfa_size_limit(MAX_REGEX_BYTES)
            .nest_limit(MAX_REGEX_NESTING)
            .build();
        regex.map(Test::Name).map_err(|fault| {
            let message = fault.to_string();
            let last = message.lines().last().unwrap_or_default();
            let why = last.trim_start_matches("error: ").trim_end_matches('.').to_owned();
            self.cursor.fault_at(at, SelectorFault::Regex { why })
        })
    }

    fn nth(&mut self, name: &str) -> Result<Test, SelectorError> {
        let place = match name {
            "nth-child" => Place::Child,
            "nth-last-child" => Place::LastChild,
            "nth-of-type" => Place::OfType,
            _ => Place::LastOfType,
        };
        self.cursor.skip_space();
        let at = self.cursor.position();
        let end = self.cursor.rest().find(')').unwrap_or(self.cursor.rest().len());
        let text = self.cursor.rest().get(..end).unwrap_or_default();
        self.cursor.eat_str(text);
        let positions = Positions::parse(text.trim()).ok_or_else(|| {
            let kind = SelectorFault::Position { text: text.trim().to_owned() };
            self.cursor.fault_at(at, kind)
        })?;
        Ok(Test::Nth { place, positions })
    }
}

const OPERATORS: &[(&str, Operator)] = &[
    ("=", Operator::Equal),
    ("~=", Operator::Word),
    ("|=", Operator::Dash),
    ("^=", Operator::Prefix),
    ("$=", Operator::Suffix),
    ("*=", Operator::Substring),
];

fn combinator(sign: char) -> Option<Combinator> {
    match sign {
        '>' => Some(Combinator::Child),
        '+' => Some(Combinator::NextSibling),
        '~' => Some(Combinator::LaterSibling),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
