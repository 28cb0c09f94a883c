fn load(id: u64) -> impl ::core::future::Future<Output = u64> + ::core::marker::Send {
    let mut __parent = ::traced::__private::capture();
    let __future = ::traced::__private::construct(
        &mut __parent,
        move |__parent| {
            if false {
                let __r: _ = ::traced::__private::returned();
                return __r;
            }
            if false {
                let __r: u64 = ::traced::__private::returned();
                return ::traced::__private::future(__r);
            }
            let id = id;
            *__parent = ::traced::__private::with_attributes(
                __parent,
                |__a| {
                    __a.set("id", ::traced::__private::any(&id));
                },
            );
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["id" : any] $($tokens)*)
                };
            }
            {
                ::shop::prepare();
                async move { id }
            }
        },
    );
    ::traced::__private::drive(
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
        __parent,
        __future,
        |__r| {
            {
                use ::traced::__private::dispatch::*;
                (&&&&&&&::traced::__private::Probe(__r)).outcome()
            }
        },
    )
}
