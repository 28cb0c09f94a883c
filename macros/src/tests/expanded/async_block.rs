fn f(id: u64, check: ::shop::F, done: ::shop::F, ship: ::shop::F) {
    {
        let __parent = ::traced::__private::capture();
        ::traced::__private::drive(
            {
                static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                    name: "order.ship",
                    kind: ::traced::__private::Kind::Client,
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
            __parent,
            async move {
                let __body = ();
                macro_rules! _record_needs_an_enclosing_traced_function {
                    ($($tokens:tt)*) => {
                        ::traced::__private::__record!(__body() [] $($tokens)*)
                    };
                }
                {
                    const _: () = ();
                    ship(id).await
                }
            },
            |__r| {
                {
                    use ::traced::__private::dispatch::*;
                    (&&&&&&&::traced::__private::Probe(__r)).outcome()
                }
            },
        )
    }
}
