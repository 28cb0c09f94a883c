fn parse(input: &[u8]) -> usize {
    ::traced::__private::call_leaf(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "parse",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::parse"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        move |__leaf| -> usize {
            let input = input;
            __leaf
                .attributes(|__a| {
                    __a.set("input.size", ::traced::__private::any(&input.len()));
                });
            {
                const _: () = ();
                input.len()
            }
        },
        |__leaf, __r| {
            let __ok = {
                use ::traced::__private::dispatch::*;
                (&&::traced::__private::Success(__r)).success()
            };
            if let ::traced::__private::core::option::Option::Some(__ok) = __ok {
                __leaf
                    .attributes(|__a| {
                        __a.set(
                            "output.size",
                            ::traced::__private::any(
                                &::traced::__private::apply(__ok, |n| *n),
                            ),
                        );
                    });
            }
            {
                use ::traced::__private::dispatch::*;
                (&&&&&&&::traced::__private::Probe(__r)).outcome()
            }
        },
    )
}
