//! Triggers: conditions on the nation's quantities, written in CEL. Checked where a scenario is read, compiled where it
//! runs.
//!
//! Of CEL a trigger may use quantities by name, `day`, numbers, comparisons, arithmetic, `&&`, `||`, `!` and `? :`.
//! All numbers are doubles, so that `active > 500` means what it says. The types are checked here, so that a
//! trigger that compiles has a truth value at every step.

mod reach;

use std::ops::Range;
use std::sync::Arc;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::common::types::CelDouble;
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::parser::Parser;
use cel::{Context, Env, ExecutionError, Value};
use righting_model::{Condition, Conditions, QUANTITIES, QUANTITY_COUNT, Quantity, Readings, Trigger};

use self::reach::Reach;
use crate::names::nearest;

/// Longest trigger, bytes: far beyond any condition, and short enough to compile at once.
const LONGEST: usize = 1000;
/// Deepest nesting.
const DEEPEST: u16 = 24;
const EXPECTED: &str = "expected a condition such as `active > 500 && day >= 2`, of quantities, numbers, `+ - * /`, comparisons and `&& || !`";

/// What is wrong with a trigger, and in which of its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub message: String,
    pub expected: String,
    pub nearest: Option<String>,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Truth,
}

impl Type {
    const fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Truth => "a truth value",
        }
    }
}

/// The reader of conditions in CEL, the Common Expression Language, as triggers of scenarios are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cel;

impl Conditions for Cel {
    fn compile(&self, text: &str) -> Result<Condition, String> {
        compile(text).map_err(|fault| format!("the trigger {}; {}", fault.message, fault.expected))
    }
}

/// A trigger whose condition compiles.
pub(crate) fn checked(text: &str) -> Result<Trigger, Fault> {
    compile(text).map(|_| Trigger { text: text.to_owned() })
}

/// What a condition comes to in every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Never,
    Always,
}

/// What a condition comes to whatever happens, if that is sure: of the days from the first to the last, and of
/// quantities within their bounds. `None` as well where its truth is written down.
pub(crate) fn verdict(text: &str, days: (f64, f64), bounds: impl Fn(Quantity) -> (f64, f64)) -> Option<Verdict> {
    let (expression, used) = parse(text).ok()?;
    if used.is_empty() {
        return None;
    }
    let of = |name: &str| match used.iter().find(|(known, _)| known == name) {
        Some((_, Reading::Of(quantity))) => bounds(*quantity),
        _ => days,
    };
    match reach::reach(&expression, &of) {
        Reach::Truth(false, _) => Some(Verdict::Never),
        Reach::Truth(_, false) => Some(Verdict::Always),
        _ => None,
    }
}

/// What is wrong with some bytes of a condition.
fn fault(message: &str, span: Range<usize>) -> Fault {
    Fault { message: message.to_owned(), expected: EXPECTED.to_owned(), nearest: None, span }
}

/// Compiles a condition.
fn compile(text: &str) -> Result<Condition, Fault> {
    let (expression, used) = parse(text)?;
    let env = Arc::new(Env::stdlib());
    let holds = move |readings: &Readings| {
        let variables = Variables { used: &used, readings };
        let mut context = Context::with_env(Arc::clone(&env));
        context.set_variable_resolver(&variables);
        match Value::resolve(&expression, &context) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(_) => Err("it has no truth value".to_owned()),
            // Types are checked: what is left to fail is a comparison with what is no number.
            Err(ExecutionError::NoSuchOverload(_)) => Err("it compares 0 divided by 0, which is no number".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    };
    // This finds what only evaluation can.
    let zero = Readings { day: 0.0, values: [0.0; QUANTITY_COUNT] };
    holds(&zero).map_err(|error| Fault {
        message: format!("fails at the start, where every quantity is 0: {error}"),
        expected: "ask first whether the divisor is above 0, as in `active > 0 && rioting / active > 0.5`".to_owned(),
        nearest: None,
        span: 0..text.len(),
    })?;
    let written = text.to_owned();
    Ok(Box::new(move |readings| holds(readings).map_err(|error| format!("trigger `{written}` fails: {error}"))))
}

/// The expression of a condition and the names it uses, its types checked.
fn parse(text: &str) -> Result<(IdedExpr, Vec<(String, Reading)>), Fault> {
    let whole = 0..text.len();
    if text.trim().is_empty() {
        return Err(fault("is empty", whole));
    }
    if text.len() > LONGEST {
        return Err(fault(&format!("has {} bytes, more than {LONGEST}", text.len()), whole));
    }
    // The grammar has no other characters, and the parser counts characters where bytes are meant.
    if let Some(at) = text.find(|c: char| !(c.is_ascii_graphic() || c.is_ascii_whitespace())) {
        return Err(fault("has a character that no expression has", at..at + 1));
    }
    let parsed = Parser::new().max_recursion_depth(DEEPEST).error_recovery_limit(4).parse_with_source_info(text);
    let (mut expression, source) = parsed.map_err(|errors| {
        let first = errors.errors.first();
        let said = first.map_or("syntax error", |error| error.msg.lines().next().unwrap_or_default());
        let at = first.map_or(0, |error| offset(text, error.pos)).min(text.len());
        let said = said.trim_start_matches("Syntax error: ");
        let message = match said.split_once(" expecting ") {
            _ if said.contains("Recursion limit") => format!("is nested deeper than {DEEPEST} levels"),
            // What the grammar expects is a long list of its tokens.
            Some((said, _)) => format!("is no expression: {said}"),
            None => format!("is no expression: {said}"),
        };
        fault(&message, at..(at + 1).min(text.len()).max(at))
    })?;
    let mut used = Vec::new();
    let kind = Checker { source: &source, used: &mut used, length: text.len() }.check(&mut expression)?;
    if kind != Type::Truth {
        return Err(fault("is a number, not a condition", whole));
    }
    Ok((expression, used))
}

/// Byte offset of line (from 1) and column (from 1) as the parser counts them.
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let lines = text.split_inclusive('\n').take(usize::try_from(line - 1).unwrap_or(0));
    lines.map(str::len).sum::<usize>() + usize::try_from(column - 1).unwrap_or(0)
}

/// A name that the expression uses: `day`, or a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Day,
    Of(Quantity),
}

struct Variables<'r> {
    used: &'r [(String, Reading)],
    readings: &'r Readings,
}

impl VariableResolver for Variables<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let (_, reading) = self.used.iter().find(|(name, _)| name == variable)?;
        let value = match reading {
            Reading::Day => self.readings.day,
            Reading::Of(quantity) => self.readings.get(*quantity),
        };
        Some(CowVal::owned(CelDouble::from(value)))
    }
}

struct Checker<'s> {
    source: &'s SourceInfo,
    used: &'s mut Vec<(String, Reading)>,
    length: usize,
}

impl Checker<'_> {
    fn fault(&self, id: u64, message: String, nearest: Option<String>) -> Fault {
        let (start, stop) =
            self.source.offset_for(id).map_or((0, self.length), |(start, stop)| (start as usize, stop as usize + 1));
        let start = start.min(self.length);
        Fault { message, expected: EXPECTED.to_owned(), nearest, span: start..stop.clamp(start, self.length) }
    }

    /// Type of an expression; whole numbers become doubles on the way.
    fn check(&mut self, node: &mut IdedExpr) -> Result<Type, Fault> {
        let id = node.id;
        match &mut node.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(Type::Truth),
            Expr::Literal(literal) => {
                let value = match literal {
                    LiteralValue::Int(value) => *value.inner() as f64,
                    LiteralValue::UInt(value) => *value.inner() as f64,
                    LiteralValue::Double(value) => *value.inner(),
                    _ => return Err(self.fault(id, "has a text where only numbers can stand".to_owned(), None)),
                };
                if !value.is_finite() {
                    return Err(self.fault(id, "has a number that is too large".to_owned(), None));
                }
                *literal = LiteralValue::Double(CelDouble::from(value));
                Ok(Type::Number)
            }
            Expr::Ident(name) => {
                let reading = match name.as_str() {
                    "day" => Reading::Day,
                    other => match Quantity::by_name(other) {
                        Some(quantity) => Reading::Of(quantity),
                        None => {
                            let near = nearest(other, QUANTITIES.iter().map(|info| info.name).chain(["day"]));
                            let message = format!("names `{other}`, which is no quantity");
                            return Err(self.fault(id, message, near));
                        }
                    },
                };
                if !self.used.iter().any(|(known, _)| known == name) {
                    self.used.push((name.clone(), reading));
                }
                Ok(Type::Number)
            }
            Expr::Call(call) => self.check_call(id, call),
            _ => Err(self.fault(id, "uses a list, a field or a macro".to_owned(), None)),
        }
    }

    fn check_call(&mut self, id: u64, call: &mut CallExpr) -> Result<Type, Fault> {
        use operators as op;
        let types = call.args.iter_mut().map(|arg| self.check(arg)).collect::<Result<Vec<_>, _>>()?;
        let all = |kind: Type| types.iter().all(|found| *found == kind);
        let needs = |kind: Type, gives: Type| if all(kind) { Ok(gives) } else { Err(kind) };
        let result = match (call.func_name.as_str(), types.as_slice()) {
            _ if call.target.is_some() => Err(None),
            (op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::NEGATE, _) => {
                needs(Type::Number, Type::Number).map_err(Some)
            }
            (op::GREATER | op::GREATER_EQUALS | op::LESS | op::LESS_EQUALS | op::EQUALS | op::NOT_EQUALS, _) => {
                needs(Type::Number, Type::Truth).map_err(Some)
            }
            (op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT, _) => needs(Type::Truth, Type::Truth).map_err(Some),
            (op::CONDITIONAL, [Type::Truth, yes, no]) if yes == no => Ok(*yes),
            (op::CONDITIONAL, _) => {
                return Err(self.fault(id, "has a `? :` whose sides do not fit".to_owned(), None));
            }
            _ => Err(None),
        };
        result.map_err(|needed| match needed {
            Some(kind) => {
                let sign = call.func_name.replace('_', "");
                self.fault(id, format!("gives `{sign}` something other than {}", kind.name()), None)
            }
            None => {
                let name = call.func_name.replace(['_', '@'], "");
                self.fault(id, format!("uses `{name}`, which triggers do not have"), None)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(day: f64, active: f64) -> Readings {
        let mut values = [0.0; QUANTITY_COUNT];
        values[Quantity::Active.column()] = active;
        Readings { day, values }
    }

    #[test]
    fn whole_numbers_compare_and_calculate_with_quantities() {
        let condition = compile("active * 2 > 500 && (day >= 2 || !(day < 5.5))").unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!(condition(&readings(2.0, 251.0)), Ok(true));
        assert_eq!(condition(&readings(2.0, 250.0)), Ok(false));
        assert_eq!(condition(&readings(1.9, 251.0)), Ok(false));
        let condition = compile("(day > 1 ? active : 0.0) == 7").unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!(condition(&readings(2.0, 7.0)), Ok(true));
    }

    #[test]
    fn faults_name_the_bytes_and_the_nearest_quantity() {
        let text = "day > 1 && actve > 500";
        let fault = compile(text).err().expect("`actve` is no quantity");
        assert_eq!((&text[fault.span], fault.nearest.as_deref()), ("actve", Some("active")));
        for text in
            ["", "active", "1 +", "active > 'x'", "size([1]) > 0", "active && true", "[1].all(x, x > 0)", "é > 1"]
        {
            assert!(compile(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        let deep = format!("{}1{} > 0", "(".repeat(400), ")".repeat(400));
        assert!(compile(&deep).is_err());
        assert!(compile(&"!".repeat(900)).is_err());
    }

    #[test]
    fn every_registered_quantity_can_be_used() {
        for info in QUANTITIES {
            assert!(compile(&format!("{} >= 0", info.name)).is_ok(), "{}", info.name);
        }
    }
}
