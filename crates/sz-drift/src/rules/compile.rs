//! From the text of an expression to something that can be evaluated: parsed, with every name resolved, types checked
//! where they are known, and patterns compiled, all in one pass.
//!
//! The language is CEL, the Common Expression Language (<https://github.com/google/cel-spec>, `doc/langdef.md`), without
//! bytes, unsigned numbers, times, and the making of maps and messages.

use sz_formats::suggest;

use super::{
    fault::{ExpressionFault, Limit},
    scope::{Field, Record, Type, Words},
    token::{Span, Token, tokens},
};

mod call;
mod operator;
mod pattern;

pub(super) use pattern::Pattern;

/// How deep expressions stand in each other, in the text and in what is made of it.
const MAX_DEPTH: u16 = 48;

/// How many loops stand in each other.
const MAX_LOOPS: usize = 2;

/// How many items a list can be written with.
const MAX_LIST_ITEMS: usize = 256;

/// The place of an expression among those of its [`Program`].
pub(super) type ExprId = usize;

#[derive(Clone, Debug)]
pub(super) enum Expr {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    List(Vec<ExprId>),
    Record(Record),
    /// The variable of a loop, by how many loops are around that one.
    Local(usize),
    /// A field of a variable.
    Field(Field),
    /// `has(event.old)`: there is one.
    HasField(Field),
    /// `node.attributes.level`
    Entry {
        of: ExprId,
        key: String,
        is_test: bool,
    },
    Index {
        of: ExprId,
        at: ExprId,
    },
    Not(ExprId),
    Negate(ExprId),
    And(Vec<ExprId>),
    Or(Vec<ExprId>),
    Choice {
        condition: ExprId,
        then: ExprId,
        otherwise: ExprId,
    },
    Binary {
        operator: Operator,
        a: ExprId,
        b: ExprId,
    },
    Call {
        function: Function,
        arguments: Vec<ExprId>,
    },
    Matches {
        text: ExprId,
        pattern: Box<Pattern>,
    },
    Loop {
        kind: Loop,
        range: ExprId,
        condition: Option<ExprId>,
        result: Option<ExprId>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// The functions; a method has its target as first argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    LowerAscii,
    Int,
    Double,
    String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loop {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// An expression, ready to be evaluated.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) source: String,
    pub(super) exprs: Vec<Expr>,
    /// Where each expression stands in the source.
    pub(super) spans: Vec<Span>,
    pub(super) root: ExprId,
}

impl Program {
    /// # Errors
    /// Every fault of the expression; of its grammar only the first.
    pub(super) fn compile(source: &str) -> Result<Self, Vec<ExpressionFault>> {
        let tokens = tokens(source).map_err(|fault| vec![fault])?;
        let mut compiler = Compiler { tokens, ..Compiler::default() };
        match compiler.program() {
            Err(Syntax(fault)) => compiler.faults.push(fault),
            Ok(root) if compiler.faults.is_empty() => {
                let (exprs, spans) = (compiler.exprs, compiler.spans);
                return Ok(Self { source: source.to_owned(), exprs, spans, root: root.id });
            }
            Ok(_) => {}
        }
        let mut faults = compiler.faults;
        faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
        Err(faults)
    }
}

/// A fault after which nothing more can be said.
struct Syntax(ExpressionFault);

impl From<ExpressionFault> for Syntax {
    fn from(fault: ExpressionFault) -> Self {
        Self(fault)
    }
}

/// An expression that was read.
#[derive(Clone, Copy)]
struct Read {
    id: ExprId,
    kind: Type,
    /// How deep it is itself.
    depth: u16,
}

#[derive(Default)]
struct Compiler {
    tokens: Vec<(Token, Span)>,
    at: usize,
    exprs: Vec<Expr>,
    spans: Vec<Span>,
    faults: Vec<ExpressionFault>,
    /// The variables of the loops around the place that is read.
    locals: Vec<(String, Type)>,
    depth: u16,
}

type Reading = Result<Read, Syntax>;

impl Compiler {
    fn program(&mut self) -> Reading {
        let root = self.expression()?;
        if *self.token() != Token::End {
            return Err(self.unexpected("`&&`, `||` or the end"));
        }
        if !root.kind.is_bool() {
            let span = self.span_of(root);
            let message = format!("a rule needs true or false, and this is {}", root.kind.noun());
            self.fault(span, message, "compare it with something");
        }
        Ok(root)
    }

    fn token(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Span {
        let last = self.tokens.len().saturating_sub(1);
        self.tokens.get(self.at.min(last)).map_or(0..0, |(_, span)| span.clone())
    }

    /// The end of the token before.
    fn end(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.map_or(0, |(_, span)| span.end)
    }

    fn span_of(&self, read: Read) -> Span {
        self.spans.get(read.id).cloned().unwrap_or(0..0)
    }

    fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(ExpressionFault::new(span, message, help));
    }

    fn unexpected(&self, expected: &str) -> Syntax {
        let message = match self.token() {
            Token::End => format!("the expression ends, and {expected} is expected"),
            _ => format!("{expected} is expected"),
        };
        Syntax(ExpressionFault::new(self.span(), message, ""))
    }

    /// Takes a sign if it is next.
    fn take(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.token(), Token::Sign(next) if *next == sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn need(&mut self, sign: &str) -> Result<(), Syntax> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    /// Adds an expression over others, from `start` to here.
    fn add(&mut self, start: usize, kind: Type, parts: &[Read], expr: Expr) -> Reading {
        let span = start..self.end();
        let depth = parts.iter().map(|part| part.depth).max().unwrap_or(0) + 1;
        if depth > MAX_DEPTH {
            return Err(ExpressionFault::limit(span, Limit::Nesting).into());
        }
        self.exprs.push(expr);
        self.spans.push(span);
        Ok(Read { id: self.exprs.len() - 1, kind, depth })
    }

    /// `condition ? then : otherwise`, and everything that binds tighter.
    fn expression(&mut self) -> Reading {
        if self.depth == MAX_DEPTH {
            return Err(ExpressionFault::limit(self.span(), Limit::Nesting).into());
        }
        self.depth += 1;
        let read = self.choice();
        self.depth -= 1;
        read
    }

    fn choice(&mut self) -> Reading {
        let start = self.span().start;
        let condition = self.either()?;
        if !self.take("?") {
            return Ok(condition);
        }
        self.needs_bool(condition);
        let then = self.either()?;
        self.need(":")?;
        let otherwise = self.expression()?;
        let kind = then.kind.or(otherwise.kind);
        let expr = Expr::Choice { condition: condition.id, then: then.id, otherwise: otherwise.id };
        self.add(start, kind, &[condition, then, otherwise], expr)
    }

    fn either(&mut self) -> Reading {
        self.chain("||", Self::both, Expr::Or)
    }

    fn both(&mut self) -> Reading {
        self.chain("&&", Self::relation, Expr::And)
    }

    /// Any number of parts with one sign between them: not deeper for being longer.
    fn chain(
        &mut self,
        sign: &str,
        part: fn(&mut Self) -> Reading,
        expr: fn(Vec<ExprId>) -> Expr,
    ) -> Reading {
        let start = self.span().start;
        let mut parts = vec![part(self)?];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        if let [only] = *parts {
            return Ok(only);
        }
        for &part in &parts {
            self.needs_bool(part);
        }
        let ids = parts.iter().map(|part| part.id).collect();
        self.add(start, Type::Bool, &parts, expr(ids))
    }

    fn needs_bool(&mut self, read: Read) {
        if !read.kind.is_bool() {
            let span = self.span_of(read);
            let message = format!("true or false is needed here, and this is {}", read.kind.noun());
            self.fault(span, message, "compare it with something");
        }
    }

    /// What can stand before `.` and `[`, and these.
    fn member(&mut self) -> Reading {
        let start = self.span().start;
        let mut read = self.primary()?;
        loop {
            if self.take(".") {
                let Token::Word(name) = self.token().clone() else {
                    return Err(self.unexpected("the name of a field or function"));
                };
                let name_span = self.span();
                self.at += 1;
                read = if self.take("(") {
                    self.method(read, &name, name_span)?
                } else {
                    self.select(read, &name, name_span)?
                };
            } else if self.take("[") {
                let at = self.expression()?;
                self.need("]")?;
                let kind = self.indexed(read, at);
                read =
                    self.add(start, kind, &[read, at], Expr::Index { of: read.id, at: at.id })?;
            } else {
                return Ok(read);
            }
        }
    }

    fn select(&mut self, of: Read, name: &str, span: Span) -> Reading {
        let start = self.span_of(of).start;
        match of.kind {
            Type::Record(record) => {
                if let Some((field, kind)) = record.field(name) {
                    return self.add(start, kind, &[of], Expr::Field(field));
                }
                let message = format!("{} has no field `{name}`", of.kind.noun());
                let names: Vec<&str> = record.field_names().collect();
                self.fault(span, message, one_of(name, &names));
                self.add(start, Type::Any, &[of], Expr::Null)
            }
            kind if kind.is_map() => {
                let expr = Expr::Entry { of: of.id, key: name.to_owned(), is_test: false };
                self.add(start, Type::Text, &[of], expr)
            }
            kind => {
                let message = format!("{} has no fields", kind.noun());
                self.fault(span, message, "functions are called with brackets, `size()`");
                self.add(start, Type::Any, &[of], Expr::Null)
            }
        }
    }

    fn indexed(&mut self, of: Read, at: Read) -> Type {
        let span = self.span_of(at);
        match of.kind {
            kind if kind.is_list() && kind != Type::Any => {
                if !matches!(at.kind, Type::Int | Type::Any) {
                    self.fault(span, "items are counted, from 0", "write `[0]`");
                }
                kind.item()
            }
            Type::Attributes if !at.kind.is_text() => {
                self.fault(span, "attributes have names", "write `[\"level\"]`");
                Type::Text
            }
            Type::Attributes => Type::Text,
            Type::Any => Type::Any,
            kind => {
                self.fault(span, format!("{} has no items", kind.noun()), "");
                Type::Any
            }
        }
    }

    fn primary(&mut self) -> Reading {
        let (token, span) = (self.token().clone(), self.span());
        self.at += 1;
        let literal = match token {
            Token::Word(word) => return self.word(&word, span),
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.need(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => return self.list(span.start),
            Token::Text(text) => (Type::Text, Expr::Text(text)),
            Token::Double(number) => (Type::Double, Expr::Double(number)),
            Token::Int(number) => {
                let Ok(number) = i64::try_from(number) else {
                    let help = format!("the largest is {}", i64::MAX);
                    return Err(ExpressionFault::new(span, "too large a number", help).into());
                };
                (Type::Int, Expr::Int(number))
            }
            Token::Sign(_) | Token::End => {
                self.at -= 1;
                return Err(self.unexpected("a value"));
            }
        };
        self.add(span.start, literal.0, &[], literal.1)
    }

    fn list(&mut self, start: usize) -> Reading {
        let items = self.items("]")?;
        if items.len() > MAX_LIST_ITEMS {
            return Err(ExpressionFault::limit(start..self.end(), Limit::List).into());
        }
        let is_texts = items.iter().all(|item| matches!(item.kind, Type::Text | Type::Word(_)));
        let kind = if is_texts { Type::Texts } else { Type::List };
        let ids = items.iter().map(|item| item.id).collect();
        self.add(start, kind, &items, Expr::List(ids))
    }

    /// Expressions with commas between them, up to a closing sign.
    fn items(&mut self, close: &str) -> Result<Vec<Read>, Syntax> {
        let mut items = Vec::new();
        while !self.take(close) {
            items.push(self.expression()?);
            if !self.take(",") && !matches!(self.token(), Token::Sign(next) if *next == close) {
                return Err(self.unexpected(&format!("`,` or `{close}`")));
            }
        }
        Ok(items)
    }

    fn word(&mut self, word: &str, span: Span) -> Reading {
        if self.take("(") {
            return self.function(word, span);
        }
        let start = span.start;
        let literal = match word {
            "true" => Some((Type::Bool, Expr::Bool(true))),
            "false" => Some((Type::Bool, Expr::Bool(false))),
            "null" => Some((Type::Null, Expr::Null)),
            _ => None,
        };
        let local = self.locals.iter().rposition(|(name, _)| name == word);
        let found = literal
            .or_else(|| local.map(|at| (self.locals[at].1, Expr::Local(at))))
            .or_else(|| Record::from_name(word).map(|it| (Type::Record(it), Expr::Record(it))));
        if let Some((kind, expr)) = found {
            return self.add(start, kind, &[], expr);
        }
        let mut names: Vec<&str> = Record::ALL.iter().map(|(name, _)| *name).collect();
        names.extend(self.locals.iter().map(|(name, _)| name.as_str()));
        let help = match one_of(word, &names) {
            help if help.starts_with("did") => help,
            help => format!("{help}; texts are in quotes, `\"{word}\"`"),
        };
        self.fault(span, format!("unknown variable `{word}`"), help);
        self.add(start, Type::Any, &[], Expr::Null)
    }

    /// Where a text is compared with a word that it never is, the rule would never say what it was meant to.
    fn check_word(&mut self, words: Words, read: Read) {
        let Some(Expr::Text(text)) = self.exprs.get(read.id) else { return };
        let all = words.all();
        if !all.contains(&text.as_str()) {
            let message = format!("no {} is called `{text}`", words.noun());
            let help = one_of(text, &all);
            let span = self.span_of(read);
            self.fault(span, message, help);
        }
    }
}

/// `did you mean ..?`, or what there is.
fn one_of(word: &str, known: &[&str]) -> String {
    match suggest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there is {}", known.join(", ")),
    }
}
