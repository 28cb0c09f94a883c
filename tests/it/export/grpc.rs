//! OTLP over gRPC.
