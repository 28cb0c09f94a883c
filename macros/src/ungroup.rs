//! Fragments of `macro_rules`: what `$ty` or `$expr` stands for arrives in a group without delimiters.

use syn::{Expr, ReturnType, Type};

/// The type in the groups.
pub(crate) fn ty(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

/// The expression in the groups.
pub(crate) fn expr(mut expr: &Expr) -> &Expr {
    while let Expr::Group(group) = expr {
        expr = &group.expr;
    }
    expr
}

/// Takes a returned type out of the groups: what it is decides how the function is emitted.
pub(crate) fn output(output: &mut ReturnType) {
    if let ReturnType::Type(_, output) = output {
        if let Type::Group(_) = **output {
            **output = ty(output).clone();
        }
    }
}
