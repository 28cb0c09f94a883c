const _: () = {
    #[allow(deprecated)]
    mod __traced {
        #[deprecated(
            note = "attribute `http.target` is deprecated and has no replacement (OpenTelemetry semantic conventions 1.44.0) [deprecated-attribute]"
        )]
        macro_rules! deprecated_attribute {
            () => {
                ()
            };
        }
        pub(super) use deprecated_attribute;
    }
    __traced::deprecated_attribute!()
};
mod orders {
    #![allow(unused)]
    mod __traced_ff80630766cc2a8e_0 {
        #[diagnostic::on_unimplemented(
            message = "`http.route` is a string: this is a `{Self}` (OpenTelemetry semantic conventions 1.44.0) [attribute-type]",
            label = "not a string"
        )]
        pub(super) trait HttpRoute: ::traced::__private::typed::IsString {}
        #[diagnostic::do_not_recommend]
        impl<
            T: ::traced::__private::typed::IsString
                + ?::traced::__private::core::marker::Sized,
        > HttpRoute for T {}
        pub(super) fn typed<T: HttpRoute + ?::traced::__private::core::marker::Sized>(
            value: &T,
        ) -> ::traced::__private::typed::Recorded<'_> {
            ::traced::__private::typed::string(value)
        }
    }
    mod __traced_ff80630766cc2a8e_1 {
        #[diagnostic::on_unimplemented(
            message = "`http.target` is a string: this is a `{Self}` (OpenTelemetry semantic conventions 1.44.0) [attribute-type]",
            label = "not a string"
        )]
        pub(super) trait HttpTarget: ::traced::__private::typed::IsString {}
        #[diagnostic::do_not_recommend]
        impl<
            T: ::traced::__private::typed::IsString
                + ?::traced::__private::core::marker::Sized,
        > HttpTarget for T {}
        pub(super) fn typed<T: HttpTarget + ?::traced::__private::core::marker::Sized>(
            value: &T,
        ) -> ::traced::__private::typed::Recorded<'_> {
            ::traced::__private::typed::string(value)
        }
    }
    #[::traced::traced(
        __within(
            mod
            orders[__traced_ff80630766cc2a8e_0:"http.route",
            __traced_ff80630766cc2a8e_1:"http.target"],
            attrs(http.route = ::shop::route()),
            ret(http.target = |it|it.route())
        ),
    )]
    fn place() {}
    #[::traced::traced(
        __within(
            mod
            orders[__traced_ff80630766cc2a8e_0:"http.route",
            __traced_ff80630766cc2a8e_1:"http.target"],
            attrs(http.route = ::shop::route()),
            ret(http.target = |it|it.route())
        ),
    )]
    mod late {
        fn cancel() {}
    }
}
