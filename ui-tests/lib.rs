//! Nothing: the cases are in `fail/` and `pass/`, the harness is `ui.rs`.
