fn place(order: &::shop::Order) -> ::core::result::Result<u64, ::shop::Error> {
    ::traced::__private::call(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "order.place",
                kind: ::traced::__private::Kind::Producer,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::place"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move || -> ::core::result::Result<u64, ::shop::Error> {
            let order = order;
            {
                const _: () = ();
                order.place()
            }
        },
        |__r| {
            ::traced::__private::expected(
                __r,
                {
                    use ::traced::__private::dispatch::*;
                    (&&&&&&&::traced::__private::Probe(__r)).outcome()
                },
                |e| e.is_expected(),
            )
        },
    )
}
