//! Operators between values.

use super::{Compiler, Expr, Operator, Read, Reading, Syntax, Type};
use crate::rules::{fault::ExpressionFault, token::Token};

impl Compiler {
    /// `a < b`, `a == b`, `a in b`: left to right.
    pub(super) fn relation(&mut self) -> Reading {
        let start = self.span().start;
        let mut a = self.sum()?;
        while let Some(operator) = self.relation_sign() {
            let b = self.sum()?;
            self.check_relation(operator, a, b);
            a = self.binary(start, operator, Type::Bool, (a, b))?;
        }
        Ok(a)
    }

    fn relation_sign(&mut self) -> Option<Operator> {
        let operator = match self.token() {
            Token::Sign("==") => Operator::Equal,
            Token::Sign("!=") => Operator::Unequal,
            Token::Sign("<") => Operator::Less,
            Token::Sign("<=") => Operator::LessOrEqual,
            Token::Sign(">") => Operator::Greater,
            Token::Sign(">=") => Operator::GreaterOrEqual,
            Token::Word(word) if word == "in" => Operator::In,
            _ => return None,
        };
        self.at += 1;
        Some(operator)
    }

    fn check_relation(&mut self, operator: Operator, a: Read, b: Read) {
        let span = self.span_of(a).start..self.span_of(b).end;
        let (kind_a, kind_b) = (a.kind, b.kind);
        let what = format!("{} and {}", kind_a.noun(), kind_b.noun());
        match operator {
            Operator::Equal | Operator::Unequal => {
                if !kind_a.can_equal(kind_b) {
                    self.fault(span, format!("{what} are never equal"), "");
                }
                for (word, text) in [(a, b), (b, a)] {
                    if let Type::Word(words) = word.kind {
                        self.check_word(words, text);
                    }
                }
            }
            Operator::In => self.check_in(a, b),
            _ => {
                let is_word = |kind| matches!(kind, Type::Word(_));
                if is_word(kind_a) || is_word(kind_b) {
                    let help = "write `in [\"warning\", \"critical\"]`: texts have the order of the alphabet";
                    self.fault(span, "words have no order", help);
                } else if !(kind_a.is_number() && kind_b.is_number()
                    || kind_a.is_text() && kind_b.is_text()
                    || kind_a.is_bool() && kind_b.is_bool())
                {
                    self.fault(span, format!("{what} have no order"), "");
                }
            }
        }
    }

    fn check_in(&mut self, a: Read, b: Read) {
        let span = self.span_of(b);
        if !b.kind.is_list() && !b.kind.is_map() {
            let help = if b.kind.is_text() { "write `text.contains(\"part\")`" } else { "" };
            let message = format!("{} has nothing in it", b.kind.noun());
            return self.fault(span, message, help);
        }
        let (Type::Word(words), Some(Expr::List(items))) = (a.kind, self.exprs.get(b.id)) else {
            return;
        };
        for id in items.clone() {
            self.check_word(words, Read { id, ..b });
        }
    }

    fn sum(&mut self) -> Reading {
        let start = self.span().start;
        let mut a = self.product()?;
        loop {
            let operator = match self.token() {
                Token::Sign("+") => Operator::Add,
                Token::Sign("-") => Operator::Subtract,
                _ => return Ok(a),
            };
            self.at += 1;
            let b = self.product()?;
            let kind = self.arithmetic(operator, a, b);
            a = self.binary(start, operator, kind, (a, b))?;
        }
    }

    fn product(&mut self) -> Reading {
        let start = self.span().start;
        let mut a = self.unary()?;
        loop {
            let operator = match self.token() {
                Token::Sign("*") => Operator::Multiply,
                Token::Sign("/") => Operator::Divide,
                Token::Sign("%") => Operator::Remainder,
                _ => return Ok(a),
            };
            self.at += 1;
            let b = self.unary()?;
            let kind = self.arithmetic(operator, a, b);
            a = self.binary(start, operator, kind, (a, b))?;
        }
    }

    fn arithmetic(&mut self, operator: Operator, a: Read, b: Read) -> Type {
        let span = self.span_of(a).start..self.span_of(b).end;
        let (kind_a, kind_b) = (a.kind, b.kind);
        let is_add = operator == Operator::Add;
        match (kind_a, kind_b) {
            (Type::Any, other) | (other, Type::Any) if other.is_number() => other,
            (Type::Int, Type::Int) => Type::Int,
            (Type::Double, Type::Double) if operator != Operator::Remainder => Type::Double,
            (Type::Int, Type::Double) | (Type::Double, Type::Int) => {
                let help =
                    "write `1.0`, or make one of them the other by `double(..)` or `int(..)`";
                self.fault(span, "a whole number and one that is not do not mix", help);
                Type::Double
            }
            _ if is_add && kind_a.is_text() && kind_b.is_text() => Type::Text,
            _ if is_add && kind_a.is_list() && kind_b.is_list() => kind_a.or(kind_b),
            _ => {
                let what = format!("{} and {}", kind_a.noun(), kind_b.noun());
                self.fault(span, format!("there is no arithmetic between {what}"), "");
                Type::Any
            }
        }
    }

    fn binary(
        &mut self,
        start: usize,
        operator: Operator,
        kind: Type,
        (a, b): (Read, Read),
    ) -> Reading {
        self.add(start, kind, &[a, b], Expr::Binary { operator, a: a.id, b: b.id })
    }

    /// Any number of `!`, or any number of `-`.
    fn unary(&mut self) -> Reading {
        let start = self.span().start;
        let mut nots = 0_usize;
        while self.take("!") {
            nots += 1;
        }
        let mut minuses = 0_usize;
        while nots == 0 && self.take("-") {
            minuses += 1;
        }
        if let (true, Token::Int(number)) = (minuses > 0, self.token().clone()) {
            // The smallest number has no positive counterpart.
            if number == 1 << 63 {
                self.at += 1;
                minuses -= 1;
                let least = self.add(start, Type::Int, &[], Expr::Int(i64::MIN))?;
                return self.negated(start, minuses, least);
            }
        }
        let read = self.member()?;
        if nots > 0 {
            self.needs_bool(read);
            // Two of them are none.
            let is_not = nots % 2 == 1;
            return if is_not {
                self.add(start, Type::Bool, &[read], Expr::Not(read.id))
            } else {
                Ok(read)
            };
        }
        if minuses > 0 && !read.kind.is_number() {
            let span = self.span_of(read);
            self.fault(span, format!("{} has no negative", read.kind.noun()), "");
        }
        self.negated(start, minuses, read)
    }

    fn negated(&mut self, start: usize, minuses: usize, read: Read) -> Result<Read, Syntax> {
        if minuses > 2 {
            let span = start..self.end();
            return Err(ExpressionFault::new(span, "more than two `-` in a row", "").into());
        }
        let mut read = read;
        for _ in 0..minuses {
            read = self.add(start, read.kind, &[read], Expr::Negate(read.id))?;
        }
        Ok(read)
    }
}
