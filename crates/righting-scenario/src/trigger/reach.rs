//! What a condition can come to: every number as the interval of its values.

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators as op};

/// What an expression can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reach {
    /// A number from the first to the second.
    Number(f64, f64),
    /// A truth value: whether it can be true, and whether it can be false.
    Truth(bool, bool),
}

use Reach::{Number, Truth};

const ANY: Reach = Number(f64::NEG_INFINITY, f64::INFINITY);
const EITHER: Reach = Truth(true, true);

/// What an expression whose types are checked can be; `bounds` says that of its names.
pub(super) fn reach(node: &IdedExpr, bounds: &impl Fn(&str) -> (f64, f64)) -> Reach {
    match &node.expr {
        Expr::Literal(LiteralValue::Boolean(value)) => Truth(*value.inner(), !*value.inner()),
        Expr::Literal(LiteralValue::Double(value)) => Number(*value.inner(), *value.inner()),
        Expr::Ident(name) => {
            let (low, high) = bounds(name);
            Number(low, high)
        }
        Expr::Call(call) => of_call(call, bounds),
        _ => EITHER,
    }
}

fn of_call(call: &CallExpr, bounds: &impl Fn(&str) -> (f64, f64)) -> Reach {
    let parts: Vec<Reach> = call.args.iter().map(|part| reach(part, bounds)).collect();
    match (call.func_name.as_str(), parts.as_slice()) {
        (op::NEGATE, [Number(low, high)]) => Number(-high, -low),
        (op::ADD, [Number(a, b), Number(c, d)]) => number(a + c, b + d),
        (op::SUBSTRACT, [Number(a, b), Number(c, d)]) => number(a - d, b - c),
        (op::MULTIPLY, [Number(a, b), Number(c, d)]) => hull([a * c, a * d, b * c, b * d]),
        (op::DIVIDE, [Number(a, b), Number(c, d)]) if *c > 0.0 || *d < 0.0 => hull([a / c, a / d, b / c, b / d]),
        (op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::NEGATE, _) => ANY,
        (op::LESS, [Number(a, b), Number(c, d)]) => Truth(a < d, b >= c),
        (op::LESS_EQUALS, [Number(a, b), Number(c, d)]) => Truth(a <= d, b > c),
        (op::GREATER, [Number(a, b), Number(c, d)]) => Truth(b > c, a <= d),
        (op::GREATER_EQUALS, [Number(a, b), Number(c, d)]) => Truth(b >= c, a < d),
        (op::EQUALS, [Number(a, b), Number(c, d)]) => Truth(meet((*a, *b), (*c, *d)), !one((*a, *b), (*c, *d))),
        (op::NOT_EQUALS, [Number(a, b), Number(c, d)]) => Truth(!one((*a, *b), (*c, *d)), meet((*a, *b), (*c, *d))),
        (op::LOGICAL_NOT, [Truth(yes, no)]) => Truth(*no, *yes),
        (op::LOGICAL_AND, [Truth(a, b), Truth(c, d)]) => Truth(*a && *c, *b || *d),
        (op::LOGICAL_OR, [Truth(a, b), Truth(c, d)]) => Truth(*a || *c, *b && *d),
        (op::CONDITIONAL, [Truth(yes, no), first, second]) => either((*yes, first), (*no, second)),
        _ => EITHER,
    }
}

/// One of two sides, each if it can be taken.
fn either((first_can, first): (bool, &Reach), (second_can, second): (bool, &Reach)) -> Reach {
    match (first, second) {
        _ if !second_can => *first,
        _ if !first_can => *second,
        (Number(a, b), Number(c, d)) => Number(a.min(*c), b.max(*d)),
        (Truth(a, b), Truth(c, d)) => Truth(*a || *c, *b || *d),
        _ => EITHER,
    }
}

fn meet((a, b): (f64, f64), (c, d): (f64, f64)) -> bool {
    a <= d && c <= b
}

/// Whether both are the same single number.
fn one((a, b): (f64, f64), (c, d): (f64, f64)) -> bool {
    a == b && c == d && a == c
}

/// An interval, or any number where the ends are none.
fn number(low: f64, high: f64) -> Reach {
    if low.is_nan() || high.is_nan() { ANY } else { Number(low, high) }
}

fn hull(ends: [f64; 4]) -> Reach {
    if ends.iter().any(|end| end.is_nan()) {
        return ANY;
    }
    let fold = |start: f64, pick: fn(f64, f64) -> f64| ends.iter().copied().fold(start, pick);
    Number(fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max))
}
