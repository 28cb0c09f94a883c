#[track_caller]
fn load(id: u64) -> ::core::result::Result<u64, ::shop::Error> {
    let __span = ::traced::__private::enter(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "load",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::load"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        ::traced::__private::core::option::Option::None,
    );
    let __r: ::core::result::Result<u64, ::shop::Error> = '__body: {
        if false {
            break '__body ::traced::__private::returned();
        }
        {
            let id = id;
            ::traced::__private::attributes(|__a| {
                __a.set("id", ::traced::__private::any(&id));
            });
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["id" : any] $($tokens)*)
                };
            }
            {
                const _: () = ();
                ::shop::load(id)
            }
        }
    };
    __span
        .exit(
            &__r,
            |__r| {
                {
                    use ::traced::__private::dispatch::*;
                    (&&&&&&&::traced::__private::Probe(__r)).outcome()
                }
            },
        );
    __r
}
