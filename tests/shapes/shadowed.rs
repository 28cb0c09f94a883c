//! The suite where every name that generated code could reach for by accident means something else.
#![deny(warnings, clippy::all, clippy::pedantic)]
#![allow(
    dead_code,
    macro_expanded_macro_exports_accessed_by_absolute_paths,
    missing_docs,
    non_camel_case_types,
    unused_macros,
    missing_debug_implementations,
    non_ascii_idents,
    unreachable_pub,
    unused_braces,
    unused_qualifications,
    redundant_semicolons,
    reason = "the shapes are the point"
)]
#![allow(
    clippy::collapsible_if,
    clippy::copy_iterator,
    clippy::elidable_lifetime_names,
    clippy::inline_always,
    clippy::items_after_statements,
    clippy::let_and_return,
    clippy::manual_string_new,
    clippy::many_single_char_names,
    clippy::missing_safety_doc,
    clippy::needless_arbitrary_self_type,
    clippy::needless_borrow,
    clippy::needless_question_mark,
    clippy::never_loop,
    clippy::non_minimal_cfg,
    clippy::ptr_arg,
    clippy::redundant_closure,
    clippy::redundant_closure_for_method_calls,
    clippy::redundant_locals,
    clippy::ref_option,
    clippy::single_match,
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    clippy::unused_unit,
    clippy::upper_case_acronyms,
    clippy::useless_conversion,
    clippy::while_immutable_condition,
    clippy::while_let_on_iterator,
    reason = "so they are written: nothing of this is in the code that the attribute adds"
)]

mod abi;
mod asynchronous;
mod functions;
mod futures;
mod generated;
mod generics;
mod names;
mod patterns;
mod receivers;
mod results;
mod tails;
mod tests;
mod traits;

mod env {
    //! The names that the shapes use, and around them the wrong ones.
    pub(crate) use crate::names as p;
    pub use crate::names::methods::*;
    pub use crate::names::pause;
    pub use ::traced::{ErrorType, record, span, traced};

    macro_rules! types {
        ($($name:ident)*) => {$(pub struct $name;)*};
    }
    types! {
        Ok Err Some None Option Result String Vec Box SITE Site SiteParts Context Outcome
        Attributes Probe Success Kind Origin Constant Leaf Expected
    }

    macro_rules! traits {
        ($($name:ident)*) => {$(pub trait $name {})*};
    }
    traits! {
        Send Sync Fn FnMut FnOnce Into From Iterator Clone Copy Default Drop Future Sized Ret
    }

    macro_rules! modules {
        ($($name:ident)*) => {$(pub mod $name {})*};
    }
    modules! { core std alloc traced opentelemetry tracing tokio dispatch __private typed }

    macro_rules! functions {
        ($($name:ident)*) => {$(pub fn $name() {})*};
    }
    functions! { drop capture drive call outcome attributes apply any display debug is_recording }

    macro_rules! captured {
        ($($dollar:tt $name:ident)*) => {$(
            macro_rules! $name {
                ($dollar($dollar any:tt)*) => {
                    ::std::compile_error!("captured")
                };
            }
            #[allow(unused_imports)]
            pub(crate) use $name;
        )*};
    }
    captured! {
        $ concat $ file $ line $ column $ module_path $ option_env $ env $ stringify $ panic
        $ unreachable $ todo $ format $ matches
    }
}
