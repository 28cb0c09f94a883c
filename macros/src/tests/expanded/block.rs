fn f(id: u64, check: ::shop::F, done: ::shop::F, ship: ::shop::F) {
    '__span: {
        let __expected = ::traced::__private::Expected::new();
        if false {
            break '__span __expected.never();
        }
        ::traced::__private::call(
            {
                static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                    name: "order.validate",
                    kind: ::traced::__private::Kind::Internal,
                    origin: ::traced::__private::Origin::Ambient,
                    function: "",
                    file: ::traced::__private::core::file!(),
                    line: ::traced::__private::core::line!(),
                    package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                    version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                    constants: &[],
                });
                &SITE
            },
            __expected
                .of(|| {
                    ::traced::__private::attributes(|__a| {
                        __a.set("order.id", ::traced::__private::any(&id));
                    });
                    let __body = ();
                    macro_rules! _record_needs_an_enclosing_traced_function {
                        ($($tokens:tt)*) => {
                            ::traced::__private::__record!(__body() ["order.id" : any]
                            $($tokens)*)
                        };
                    }
                    {
                        check(id)?;
                        done(id)
                    }
                }),
            |__r| {
                {
                    use ::traced::__private::dispatch::*;
                    (&&&&&&&::traced::__private::Probe(__r)).outcome()
                }
            },
        )
    }
}
