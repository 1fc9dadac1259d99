//! What an expression is worth for one event, in counted steps.

use std::{cmp::Ordering, rc::Rc};

use super::{
    compile::{Expr, ExprId, Function, Loop, Operator, Pattern, Program},
    token::Span,
    value::{Seen, Text, Value},
};

/// How many steps one evaluation may take. Each part of an expression is one each time it is looked at; long texts
/// and lists are more.
pub(super) const MAX_STEPS: usize = 50_000;

/// How many bytes are compared, searched or copied in one step.
const BYTES_PER_STEP: usize = 64;

/// How many bytes a pattern of weight 1 goes through in one step.
const PATTERN_BYTES_PER_STEP: usize = 32;

/// Why an expression has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) span: Span,
    pub(super) message: String,
}

/// The answer, and how many steps it took.
pub(super) fn evaluate(program: &Program, seen: Seen<'_>) -> (Result<bool, Failure>, usize) {
    let mut evaluation = Evaluation { program, seen, steps: 0, locals: Vec::new() };
    let answer = evaluation.truth(program.root);
    (answer, evaluation.steps)
}

struct Evaluation<'a> {
    program: &'a Program,
    seen: Seen<'a>,
    steps: usize,
    locals: Vec<Value<'a>>,
}

impl<'a> Evaluation<'a> {
    fn failure<T>(&self, id: ExprId, message: impl Into<String>) -> Result<T, Failure> {
        let span = self.program.spans.get(id).cloned().unwrap_or(0..0);
        Err(Failure { span, message: message.into() })
    }

    fn spend(&mut self, id: ExprId, steps: usize) -> Result<(), Failure> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > MAX_STEPS {
            self.steps = MAX_STEPS;
            return self.failure(id, format!("more than {MAX_STEPS} steps"));
        }
        Ok(())
    }

    fn spend_bytes(&mut self, id: ExprId, bytes: usize) -> Result<(), Failure> {
        self.spend(id, bytes / BYTES_PER_STEP)
    }

    fn value(&mut self, id: ExprId) -> Result<Value<'a>, Failure> {
        self.spend(id, 1)?;
        // An id that is not there cannot be: the compiler made them all.
        let Some(expr) = self.program.exprs.get(id) else { return self.failure(id, "nothing") };
        Ok(match expr {
            Expr::Null => Value::Null,
            Expr::Bool(value) => Value::Bool(*value),
            Expr::Int(value) => Value::Int(*value),
            Expr::Double(value) => Value::Double(*value),
            Expr::Text(text) => Value::Text(Text::Given(text)),
            Expr::List(items) => {
                let items = items.iter().map(|&item| self.value(item));
                Value::List(Rc::new(items.collect::<Result<_, _>>()?))
            }
            Expr::Record(record) if self.seen.is_null(*record) => Value::Null,
            Expr::Record(record) => Value::Record(*record),
            Expr::Local(at) => self.locals.get(*at).cloned().unwrap_or(Value::Null),
            Expr::Field(field) => self.seen.field(*field),
            Expr::HasField(field) => Value::Bool(!matches!(self.seen.field(*field), Value::Null)),
            Expr::Entry { of, key, is_test } => self.entry(*of, key, *is_test)?,
            Expr::Index { of, at } => self.index(*of, *at)?,
            Expr::Not(of) => Value::Bool(!self.truth(*of)?),
            Expr::Negate(of) => self.negated(*of)?,
            Expr::And(parts) => Value::Bool(self.decided(parts.iter().copied(), false)?),
            Expr::Or(parts) => Value::Bool(self.decided(parts.iter().copied(), true)?),
            Expr::Choice { condition, then, otherwise } => {
                let chosen = if self.truth(*condition)? { then } else { otherwise };
                self.value(*chosen)?
            }
            Expr::Binary { operator, a, b } => {
                let values = (self.value(*a)?, self.value(*b)?);
                self.binary(id, *operator, values)?
            }
            Expr::Call { function, arguments } => self.call(id, *function, arguments)?,
            Expr::Matches { text, pattern } => self.matches(*text, pattern)?,
            Expr::Loop { kind, range, condition, result } => {
                self.iterate(id, *kind, *range, (*condition, *result))?
            }
        })
    }

    fn truth(&mut self, id: ExprId) -> Result<bool, Failure> {
        match self.value(id)? {
            Value::Bool(value) => Ok(value),
            other => {
                self.failure(id, format!("true or false is needed, and it is {}", other.noun()))
            }
        }
    }

    /// `&&` and `||`: a part that decides makes failures of other parts unimportant, wherever they stand. `decisive`
    /// is the value that decides.
    fn decided(
        &mut self,
        parts: impl Iterator<Item = ExprId>,
        decisive: bool,
    ) -> Result<bool, Failure> {
        let mut failed = None;
        for part in parts {
            match self.truth(part) {
                Ok(value) if value == decisive => return Ok(decisive),
                Ok(_) => {}
                // Without steps left, nothing can decide any more.
                Err(failure) if self.steps >= MAX_STEPS => return Err(failure),
                Err(failure) => {
                    failed.get_or_insert(failure);
                }
            }
        }
        failed.map_or(Ok(!decisive), Err)
    }

    fn entry(&mut self, of: ExprId, key: &str, is_test: bool) -> Result<Value<'a>, Failure> {
        let found = match self.value(of)? {
            Value::Attributes(node) => node.attribute(key),
            Value::Null => None,
            other => return self.failure(of, format!("{} has no fields", other.noun())),
        };
        match found {
            _ if is_test => Ok(Value::Bool(found.is_some())),
            Some(text) => Ok(Value::Text(text.into())),
            None => self.failure(of, format!("there is no attribute `{key}`")),
        }
    }

    fn index(&mut self, of: ExprId, at: ExprId) -> Result<Value<'a>, Failure> {
        match (self.value(of)?, self.value(at)?) {
            (Value::List(items), Value::Int(place)) => {
                match usize::try_from(place).ok().and_then(|place| items.get(place)) {
                    Some(item) => Ok(item.clone()),
                    None => self.failure(at, format!("there is no item {place}")),
                }
            }
            (Value::Attributes(node), Value::Text(key)) => match node.attribute(&key) {
                Some(text) => Ok(Value::Text(text.into())),
                None => self.failure(at, "there is no such attribute"),
            },
            (of_value, _) => self.failure(of, format!("{} has no such item", of_value.noun())),
        }
    }

    fn negated(&mut self, of: ExprId) -> Result<Value<'a>, Failure> {
        match self.value(of)? {
            Value::Int(number) => match number.checked_neg() {
                Some(number) => Ok(Value::Int(number)),
                None => self.failure(of, "too large a number"),
            },
            Value::Double(number) => Ok(Value::Double(-number)),
            other => self.failure(of, format!("{} has no negative", other.noun())),
        }
    }

    fn binary(
        &mut self,
        id: ExprId,
        operator: Operator,
        (a, b): (Value<'a>, Value<'a>),
    ) -> Result<Value<'a>, Failure> {
        Ok(Value::Bool(match operator {
            Operator::Equal => self.equal(id, &a, &b)?,
            Operator::Unequal => !self.equal(id, &a, &b)?,
            Operator::Less => self.order(id, &a, &b)?.is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => self.order(id, &a, &b)?.is_some_and(Ordering::is_le),
            Operator::Greater => self.order(id, &a, &b)?.is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => self.order(id, &a, &b)?.is_some_and(Ordering::is_ge),
            Operator::In => self.is_in(id, &a, &b)?,
            _ => return self.arithmetic(id, operator, (a, b)),
        }))
    }

    /// Values of different kinds are not equal; numbers are compared by what they are worth.
    fn equal(&mut self, id: ExprId, a: &Value<'a>, b: &Value<'a>) -> Result<bool, Failure> {
        Ok(match (a, b) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => {
                self.spend_bytes(id, a.len().min(b.len()))?;
                **a == **b
            }
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.iter().zip(b.iter()) {
                    self.spend(id, 1)?;
                    if !self.equal(id, a, b)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Value::Attributes(a), Value::Attributes(b)) => a.id() == b.id(),
            (Value::Record(a), Value::Record(b)) => a == b,
            _ => number_order(a, b) == Some(Ordering::Equal),
        })
    }

    /// `None` where one of the numbers is none.
    fn order(
        &mut self,
        id: ExprId,
        a: &Value<'a>,
        b: &Value<'a>,
    ) -> Result<Option<Ordering>, Failure> {
        match (a, b) {
            (Value::Text(a), Value::Text(b)) => {
                self.spend_bytes(id, a.len().min(b.len()))?;
                Ok(Some(str::cmp(a, b)))
            }
            (Value::Bool(a), Value::Bool(b)) => Ok(Some(a.cmp(b))),
            (Value::Int(_) | Value::Double(_), Value::Int(_) | Value::Double(_)) => {
                Ok(number_order(a, b))
            }
            _ => self.failure(id, format!("{} and {} have no order", a.noun(), b.noun())),
        }
    }

    fn is_in(&mut self, id: ExprId, a: &Value<'a>, b: &Value<'a>) -> Result<bool, Failure> {
        match (a, b) {
            (_, Value::List(items)) => {
                for item in items.iter() {
                    self.spend(id, 1)?;
                    if self.equal(id, a, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Value::Text(key), Value::Attributes(node)) => Ok(node.attribute(key).is_some()),
            (_, Value::Attributes(_)) => Ok(false),
            _ => self.failure(id, format!("{} has nothing in it", b.noun())),
        }
    }

    fn arithmetic(
        &mut self,
        id: ExprId,
        operator: Operator,
        values: (Value<'a>, Value<'a>),
    ) -> Result<Value<'a>, Failure> {
        let answer = match values {
            (Value::Int(a), Value::Int(b)) => whole_numbers(operator, a, b).map(Value::Int),
            (Value::Double(a), Value::Double(b)) => match operator {
                Operator::Add => Some(a + b),
                Operator::Subtract => Some(a - b),
                Operator::Multiply => Some(a * b),
                Operator::Divide => Some(a / b),
                _ => None,
            }
            .map(Value::Double),
            (Value::Text(a), Value::Text(b)) if operator == Operator::Add => {
                self.spend_bytes(id, a.len() + b.len())?;
                Some(Value::Text([&*a, &*b].concat().into()))
            }
            (Value::List(a), Value::List(b)) if operator == Operator::Add => {
                self.spend(id, a.len() + b.len())?;
                Some(Value::List(Rc::new([a.as_slice(), b.as_slice()].concat())))
            }
            (a, b) => {
                let message = format!("no arithmetic between {} and {}", a.noun(), b.noun());
                return self.failure(id, message);
            }
        };
        answer.map_or_else(|| self.failure(id, "no number: too large, or divided by zero"), Ok)
    }

    fn call(
        &mut self,
        id: ExprId,
        function: Function,
        arguments: &'a [ExprId],
    ) -> Result<Value<'a>, Failure> {
        let mut values = Vec::with_capacity(arguments.len());
        for &argument in arguments {
            values.push(self.value(argument)?);
        }
        let bytes = values.iter().map(|value| match value {
            Value::Text(text) => text.len(),
            _ => 0,
        });
        self.spend_bytes(id, bytes.sum())?;
        let found = match (function, &*values) {
            (Function::Size, [Value::Text(text)]) => count(text.chars().count()),
            (Function::Size, [Value::List(items)]) => count(items.len()),
            (Function::Size, [Value::Attributes(node)]) => {
                let n = node.attributes().count();
                self.spend(id, n)?;
                count(n)
            }
            (Function::Contains, [Value::Text(text), Value::Text(part)]) => {
                Some(Value::Bool(text.contains(&**part)))
            }
            (Function::StartsWith, [Value::Text(text), Value::Text(part)]) => {
                Some(Value::Bool(text.starts_with(&**part)))
            }
            (Function::EndsWith, [Value::Text(text), Value::Text(part)]) => {
                Some(Value::Bool(text.ends_with(&**part)))
            }
            (Function::LowerAscii, [Value::Text(text)]) => {
                Some(Value::Text(text.to_ascii_lowercase().into()))
            }
            (Function::Int, [value]) => to_int(value).map(Value::Int),
            (Function::Double, [value]) => to_double(value).map(Value::Double),
            (Function::String, [value]) => to_text(value).map(Value::Text),
            _ => None,
        };
        match (found, values.first()) {
            (Some(value), _) => Ok(value),
            (None, first) => {
                let noun = first.map_or("nothing", Value::noun);
                self.failure(id, format!("it cannot be told of {noun}"))
            }
        }
    }

    fn matches(&mut self, text: ExprId, pattern: &Pattern) -> Result<Value<'a>, Failure> {
        match self.value(text)? {
            Value::Text(found) => {
                let bytes = found.len().saturating_mul(pattern.weight);
                self.spend(text, bytes / PATTERN_BYTES_PER_STEP)?;
                Ok(Value::Bool(pattern.regex.is_match(&found)))
            }
            other => self.failure(text, format!("{} matches nothing", other.noun())),
        }
    }

    fn iterate(
        &mut self,
        id: ExprId,
        kind: Loop,
        range: ExprId,
        (condition, result): (Option<ExprId>, Option<ExprId>),
    ) -> Result<Value<'a>, Failure> {
        let items = match self.value(range)? {
            Value::List(items) => items,
            Value::Attributes(node) => {
                let keys = node.attributes().map(|(key, _)| Value::Text(key.into()));
                let keys: Vec<Value<'a>> = keys.collect();
                self.spend(id, keys.len())?;
                Rc::new(keys)
            }
            other => {
                return self.failure(range, format!("{} has no items to go through", other.noun()));
            }
        };
        let mut tally = Tally { kind, kept: Vec::new(), n_true: 0, failed: None };
        for item in items.iter() {
            self.spend(id, 1)?;
            self.locals.push(item.clone());
            let turn = self.turn(condition, result);
            self.locals.pop();
            match turn {
                Err(failure) if self.steps >= MAX_STEPS => return Err(failure),
                turn => {
                    if let Some(decided) = tally.count(item, turn)? {
                        return Ok(Value::Bool(decided));
                    }
                }
            }
        }
        tally.end()
    }

    /// One item: does it count, and what becomes of it?
    fn turn(
        &mut self,
        condition: Option<ExprId>,
        result: Option<ExprId>,
    ) -> Result<(bool, Option<Value<'a>>), Failure> {
        let counts = condition.map_or(Ok(true), |condition| self.truth(condition))?;
        match result.filter(|_| counts) {
            None => Ok((counts, None)),
            Some(result) => Ok((counts, Some(self.value(result)?))),
        }
    }
}

/// What the turns of a loop come to.
struct Tally<'a> {
    kind: Loop,
    kept: Vec<Value<'a>>,
    n_true: usize,
    failed: Option<Failure>,
}

impl<'a> Tally<'a> {
    /// The answer, where a turn decides: `all` by one that is false, `exists` by one that is true, whatever other
    /// turns fail.
    fn count(
        &mut self,
        item: &Value<'a>,
        turn: Result<(bool, Option<Value<'a>>), Failure>,
    ) -> Result<Option<bool>, Failure> {
        match (self.kind, turn) {
            (Loop::All, Ok((false, _))) => return Ok(Some(false)),
            (Loop::Exists, Ok((true, _))) => return Ok(Some(true)),
            (Loop::All | Loop::Exists, Err(failure)) => {
                self.failed.get_or_insert(failure);
            }
            (_, Err(failure)) => return Err(failure),
            (Loop::Filter, Ok((true, _))) => self.kept.push(item.clone()),
            (Loop::ExistsOne, Ok((true, _))) => self.n_true += 1,
            (Loop::Map, Ok((_, made))) => self.kept.extend(made),
            (_, Ok(_)) => {}
        }
        Ok(None)
    }

    fn end(self) -> Result<Value<'a>, Failure> {
        if let Some(failure) = self.failed {
            return Err(failure);
        }
        Ok(match self.kind {
            Loop::All => Value::Bool(true),
            Loop::Exists => Value::Bool(false),
            Loop::ExistsOne => Value::Bool(self.n_true == 1),
            Loop::Filter | Loop::Map => Value::List(Rc::new(self.kept)),
        })
    }
}

fn count(n: usize) -> Option<Value<'static>> {
    i64::try_from(n).ok().map(Value::Int)
}

fn whole_numbers(operator: Operator, a: i64, b: i64) -> Option<i64> {
    match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b),
        Operator::Remainder => a.checked_rem(b),
        _ => None,
    }
}

/// 2^63: whole numbers end below it.
const INT_END: f64 = -(i64::MIN as f64);

/// How two numbers compare by what they are worth; `None` where one is not a number.
fn number_order(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Double(b)) => int_double_order(*a, *b),
        (Value::Double(a), Value::Int(b)) => int_double_order(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only numbers that fit come so far")]
fn int_double_order(a: i64, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        None
    } else if b >= INT_END {
        Some(Ordering::Less)
    } else if b < -INT_END {
        Some(Ordering::Greater)
    } else {
        let whole = b.trunc();
        let by_whole = a.cmp(&(whole as i64));
        Some(by_whole.then_with(|| 0.0.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal)))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only numbers that fit come so far")]
fn to_int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Double(number) => {
            (*number > -INT_END && *number < INT_END).then(|| number.trunc() as i64)
        }
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn to_double(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Double(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn to_text<'a>(value: &Value<'a>) -> Option<Text<'a>> {
    match value {
        Value::Int(number) => Some(number.to_string().into()),
        Value::Double(number) => Some(number.to_string().into()),
        Value::Bool(value) => Some(value.to_string().into()),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}
