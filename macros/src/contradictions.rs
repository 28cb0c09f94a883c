//! Arguments that contradict each other, or the place where they stand.

use crate::args::Args;
use crate::errors::Errors;
use crate::slot::Slot;

/// Arguments that cannot both hold. The later one in this list is taken for the mistake.
pub(crate) fn find(args: &Args, errors: &mut Errors) {
    fn both<T, U>(one: &Slot<T>, other: &Slot<U>, message: &str, errors: &mut Errors) {
        if let (Some(_), Some(at)) = (one.at(), other.at()) {
            errors.at(at, message);
        }
    }
    both(
        &args.parent,
        &args.root,
        "`root` has no parent, and `parent` gives one; remove one of them",
        errors,
    );
    let leaf = "`leaf` is for the cheapest of spans, always a child of the current one; \
                remove `leaf` or this";
    both(&args.leaf, &args.parent, leaf, errors);
    both(&args.leaf, &args.root, leaf, errors);
    both(&args.leaf, &args.links, leaf, errors);
    both(
        &args.leaf,
        &args.late,
        "a leaf is never current, so nothing can be recorded on it later; remove `leaf`, or \
         record when it starts or returns: `attrs(..)`, `ret(..)`",
        errors,
    );
}

/// Whether a function is to be left as it is.
pub(crate) fn is_skipped(args: &Args, errors: &mut Errors) -> bool {
    let Some(at) = args.skip.at() else {
        return false;
    };
    if args.outer.is_none() {
        errors.at(
            at,
            "`skip` leaves one function out of a whole item on which `#[traced]` stands, \
             and none is around this; remove the attribute",
        );
    } else if args.says_more_than_skip() {
        errors.at(
            at,
            "a function that is left out has no span for the other arguments; remove them, or `skip`",
        );
    }
    true
}
