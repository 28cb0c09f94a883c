fn f(local: (), status: u64, id: u64) {
    {
        let _ = local;
        if ::traced::__private::is_recording() {
            let __value = ::traced::__private::typed::string(&status);
            ::traced::__private::record("order.status", __value);
        }
        if ::traced::__private::is_recording() {
            let __value = ::traced::__private::display(&id);
            ::traced::__private::record("order.id", __value);
        }
    }
}
