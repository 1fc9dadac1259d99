//! Screen templates: model, loading, validation, building and matching.
