package secret

// HTTP is no protection at all.
func HTTP() Protection { return Protection{Scheme: "http"} }
