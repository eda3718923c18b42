package scene

import "eavesdrop/cmd/demo/internal/secret"

// H2 is the lesson with HTTP/2, over TLS and without.
func H2() Scene {
	return protected(Scene{
		Name:     "h2",
		Scheme:   "https",
		Curl:     "--http2",
		Question: "Is a newer version of HTTP safer?",
		Story:    "The member and the server speak HTTP/2, which is binary and compresses its headers: over TLS, where they agree on it in the hello, and beside that without.",
		Look:     "The hello offers HTTP/2 (h2) for all to read. The rest is sealed, by TLS and not by HTTP/2.",
		Beside:   []Scene{h2c()},
	}, func(st *Stage) secret.Protection { return secret.HTTP2(secret.TLS(st.Papers, st.KeyLog)) })
}

// h2c is HTTP/2 without TLS.
func h2c() Scene {
	return protected(Scene{
		Name:     "h2c",
		Scheme:   "http",
		Curl:     "--http2-prior-knowledge",
		Question: "Does HTTP/2 hide anything by itself?",
		Story:    "The same in cleartext: the client begins with HTTP/2 at once, because it knows that the server speaks it.",
		Look:     "The bytes look like nothing one can read. Unpacked, they are the same request and the same answer.",
	}, func(*Stage) secret.Protection { return secret.HTTP2(secret.HTTP()) })
}
