//! Functions that another macro writes, with its identifiers and with its caller's.
#![deny(warnings)]

use traced::traced;

macro_rules! functions {
    ($name:ident, $arg:ident: $ty:ty, $body:expr) => {
        #[traced(attrs(arg = $arg, local = local))]
        fn $name($arg: $ty, local: u8) -> Result<$ty, String> {
            let shadow = local;
            Ok($body + shadow)
        }

        #[traced]
        async fn asynchronous($arg: $ty) -> $ty {
            $body
        }
    };
}

functions!(double, x: u8, x * 2);

fn main() {
    assert_eq!(double(2, 1), Ok(5));
    drop(asynchronous(1));
}
