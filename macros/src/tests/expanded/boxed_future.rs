fn load<'a>(
    &'a self,
    id: &'a u64,
) -> ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = u64> + 'a>> {
    let mut __parent = ::traced::__private::capture();
    let __future = ::traced::__private::construct(
        &mut __parent,
        move |__parent| {
            if false {
                let __r: ::core::pin::Pin<
                    ::std::boxed::Box<dyn ::core::future::Future<Output = u64> + 'a>,
                > = ::traced::__private::returned();
                return __r;
            }
            let _ = &self;
            let id = id;
            {
                const _: () = ();
                ::std::boxed::Box::pin(async move { *id })
            }
        },
    );
    ::traced::__private::drive_pinned(
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
