fn load(
    id: u64,
) -> ::core::result::Result<impl ::core::future::Future<Output = u64>, ::shop::Error> {
    let mut __parent = ::traced::__private::capture();
    let __future = ::traced::__private::construct(
        &mut __parent,
        move |__parent| {
            if false {
                let __r: ::core::result::Result<_, ::shop::Error> = ::traced::__private::returned();
                return __r;
            }
            if false {
                let __r: u64 = ::traced::__private::returned();
                return ::traced::__private::core::result::Result::Ok(
                    ::traced::__private::future(__r),
                );
            }
            let id = id;
            {
                ::shop::prepare()?;
                ::core::result::Result::Ok(async move { id })
            }
        },
    );
    let __site = {
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
    };
    match __future {
        ::traced::__private::core::result::Result::Ok(__future) => {
            ::traced::__private::core::result::Result::Ok(
                ::traced::__private::drive(
                    __site,
                    __parent,
                    __future,
                    |__r| {
                        {
                            use ::traced::__private::dispatch::*;
                            (&&&&&&&::traced::__private::Probe(__r)).outcome()
                        }
                    },
                ),
            )
        }
        ::traced::__private::core::result::Result::Err(__error) => {
            ::traced::__private::call_in(
                __site,
                &__parent,
                move || ::traced::__private::core::result::Result::Err(__error),
                |__r| {
                    use ::traced::__private::dispatch::*;
                    (&&&&&&&::traced::__private::Probe(__r)).outcome()
                },
            )
        }
    }
}
