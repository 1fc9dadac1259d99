//! Functions, methods and loops.

use super::{Compiler, Expr, Function, Loop, MAX_LOOPS, Pattern, Read, Reading, Type, one_of};
use crate::rules::{
    fault::{ExpressionFault, Limit},
    scope::Record,
    token::{Span, Token},
};

const FUNCTIONS: &[&str] = &["has", "size", "matches", "int", "double", "string"];

const METHODS: &[&str] = &[
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "lowerAscii",
    "size",
    "all",
    "exists",
    "exists_one",
    "filter",
    "map",
];

/// Words of the language that cannot be names.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];

impl Compiler {
    /// A function whose name and opening bracket were read.
    pub(super) fn function(&mut self, name: &str, span: Span) -> Reading {
        if name == "has" {
            return self.has(span);
        }
        let arguments = self.items(")")?;
        let (function, kind) = match name {
            "size" => (Function::Size, Type::Int),
            "int" => (Function::Int, Type::Int),
            "double" => (Function::Double, Type::Double),
            "string" => (Function::String, Type::Text),
            "matches" => {
                let [text, pattern] = *arguments else {
                    return self.wrong_count(span, "matches", "a text and a pattern");
                };
                return self.matches(span.start, text, pattern);
            }
            _ => {
                let help = match METHODS.iter().find(|method| **method == name) {
                    Some(method) => format!("it stands behind a value: `value.{method}(..)`"),
                    None => one_of(name, FUNCTIONS),
                };
                self.fault(span.clone(), format!("unknown function `{name}`"), help);
                return self.add(span.start, Type::Any, &[], Expr::Null);
            }
        };
        let [argument] = *arguments else {
            return self.wrong_count(span, name, "one value");
        };
        self.check_argument(function, argument);
        let expr = Expr::Call { function, arguments: vec![argument.id] };
        self.add(span.start, kind, &[argument], expr)
    }

    fn check_argument(&mut self, function: Function, argument: Read) {
        let kind = argument.kind;
        let fits = match function {
            Function::Size => kind.is_text() || kind.is_list() || kind.is_map(),
            Function::Int | Function::Double => kind.is_number() || kind.is_text(),
            Function::String => kind.is_number() || kind.is_text() || kind.is_bool(),
            _ => kind.is_text(),
        };
        if !fits {
            let name = match function {
                Function::Size => "size",
                Function::Int => "int",
                Function::Double => "double",
                Function::String => "string",
                Function::Contains => "contains",
                Function::StartsWith => "startsWith",
                Function::EndsWith => "endsWith",
                Function::LowerAscii => "lowerAscii",
            };
            let span = self.span_of(argument);
            self.fault(span, format!("`{name}` is not for {}", kind.noun()), "");
        }
    }

    fn wrong_count(&mut self, span: Span, name: &str, wanted: &str) -> Reading {
        self.fault(span.clone(), format!("`{name}` takes {wanted}"), "");
        self.add(span.start, Type::Any, &[], Expr::Null)
    }

    /// `has(event.old)`, `has(node.attributes.level)`
    fn has(&mut self, span: Span) -> Reading {
        let arguments = self.items(")")?;
        let start = span.start;
        let [argument] = *arguments else {
            return self.wrong_count(span, "has", "one field, such as `has(event.old)`");
        };
        let tested = match self.exprs.get(argument.id) {
            Some(Expr::Field(field)) => Expr::HasField(*field),
            Some(Expr::Entry { of, key, .. }) => {
                Expr::Entry { of: *of, key: key.clone(), is_test: true }
            }
            // A field that is not known is a fault already.
            Some(Expr::Null) if !self.faults.is_empty() => Expr::Null,
            _ => return self.wrong_count(span, "has", "one field, such as `has(event.old)`"),
        };
        self.add(start, Type::Bool, &[argument], tested)
    }

    /// A method whose name and opening bracket were read.
    pub(super) fn method(&mut self, of: Read, name: &str, span: Span) -> Reading {
        let kind = match name {
            "all" => Loop::All,
            "exists" => Loop::Exists,
            "exists_one" | "existsOne" => Loop::ExistsOne,
            "filter" => Loop::Filter,
            "map" => Loop::Map,
            _ => return self.plain_method(of, name, span),
        };
        self.iteration(of, kind, span)
    }

    fn plain_method(&mut self, of: Read, name: &str, span: Span) -> Reading {
        let start = self.span_of(of).start;
        let arguments = self.items(")")?;
        let (function, kind) = match name {
            "contains" => (Function::Contains, Type::Bool),
            "startsWith" => (Function::StartsWith, Type::Bool),
            "endsWith" => (Function::EndsWith, Type::Bool),
            "lowerAscii" => (Function::LowerAscii, Type::Text),
            "size" => (Function::Size, Type::Int),
            "matches" => {
                let [pattern] = *arguments else {
                    return self.wrong_count(span, name, "one pattern");
                };
                return self.matches(start, of, pattern);
            }
            _ => {
                let help = match FUNCTIONS.iter().find(|function| **function == name) {
                    Some(function) => format!("it stands alone: `{function}(value)`"),
                    None => one_of(name, METHODS),
                };
                self.fault(span, format!("unknown function `{name}`"), help);
                return self.add(start, Type::Any, &[of], Expr::Null);
            }
        };
        self.check_argument(function, of);
        let wanted = usize::from(!matches!(function, Function::LowerAscii | Function::Size));
        if arguments.len() != wanted {
            let wanted = if wanted == 1 { "one text" } else { "nothing" };
            return self.wrong_count(span, name, wanted);
        }
        for &argument in &arguments {
            self.check_argument(function, argument);
        }
        let parts = [&[of][..], &arguments].concat();
        let arguments = parts.iter().map(|part| part.id).collect();
        self.add(start, kind, &parts, Expr::Call { function, arguments })
    }

    /// Patterns are compiled here, so that none can be too large or wrong later.
    fn matches(&mut self, start: usize, text: Read, pattern: Read) -> Reading {
        let span = self.span_of(pattern);
        if !text.kind.is_text() {
            let span = self.span_of(text);
            self.fault(span, format!("`matches` is not for {}", text.kind.noun()), "");
        }
        let Some(Expr::Text(source)) = self.exprs.get(pattern.id) else {
            self.fault(span, "a pattern has to be written out", "write it in quotes, `r\"\\d+\"`");
            return self.add(start, Type::Bool, &[text], Expr::Null);
        };
        match Pattern::compile(source) {
            Ok(pattern) => {
                let expr = Expr::Matches { text: text.id, pattern: Box::new(pattern) };
                self.add(start, Type::Bool, &[text], expr)
            }
            Err(message) => {
                self.fault(span, message, "");
                self.add(start, Type::Bool, &[text], Expr::Null)
            }
        }
    }

    /// `list.all(item, condition)` and its like; the list and the opening bracket were read.
    fn iteration(&mut self, of: Read, kind: Loop, span: Span) -> Reading {
        let start = self.span_of(of).start;
        if !of.kind.is_list() && !of.kind.is_map() {
            let of_span = self.span_of(of);
            self.fault(of_span, format!("{} has no items to go through", of.kind.noun()), "");
        }
        let name = self.loop_variable()?;
        self.need(",")?;
        if self.locals.len() == MAX_LOOPS {
            return Err(ExpressionFault::limit(start..span.end, Limit::Loops).into());
        }
        self.locals.push((name, of.kind.item()));
        let arguments = self.items(")");
        self.locals.pop();
        let arguments = arguments?;
        let (condition, result) = match (kind, &*arguments) {
            (Loop::Map, &[result]) => (None, Some(result)),
            (Loop::Map, &[condition, result]) => (Some(condition), Some(result)),
            (Loop::Map, _) => return self.wrong_count(span, "map", "a variable and a value"),
            (_, &[condition]) => (Some(condition), None),
            _ => return self.wrong_count(span, "a loop", "a variable and a condition"),
        };
        if let Some(condition) = condition {
            self.needs_bool(condition);
        }
        let made = match kind {
            Loop::Filter => {
                if of.kind.is_map() {
                    Type::Texts
                } else {
                    of.kind
                }
            }
            Loop::Map if result.is_some_and(|it| it.kind == Type::Text) => Type::Texts,
            Loop::Map => Type::List,
            _ => Type::Bool,
        };
        let parts: Vec<Read> = [Some(of), condition, result].into_iter().flatten().collect();
        let (condition, result) = (condition.map(|it| it.id), result.map(|it| it.id));
        self.add(start, made, &parts, Expr::Loop { kind, range: of.id, condition, result })
    }

    fn loop_variable(&mut self) -> Result<String, super::Syntax> {
        let Token::Word(name) = self.token().clone() else {
            return Err(self.unexpected("the name of a variable"));
        };
        let is_taken = Record::from_name(&name).is_some() || RESERVED.contains(&name.as_str());
        if is_taken {
            let span = self.span();
            self.fault(span, format!("`{name}` means something already"), "take another name");
        }
        self.at += 1;
        Ok(name)
    }
}
