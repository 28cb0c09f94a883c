use traced::traced;

#[tokio::main(flavor = "current_thread")]
#[traced]
async fn main() {}
