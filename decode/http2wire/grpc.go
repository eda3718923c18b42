package http2wire

import (
	"strconv"
	"strings"

	"eavesdrop/decode/internal/httpsem"
)

// isGRPC says whether a message is one of gRPC's: remote procedure calls that travel as HTTP/2 requests.
func isGRPC(h *httpsem.Headers) bool {
	kind := h.Get("content-type")
	return kind == "application/grpc" || strings.HasPrefix(kind, "application/grpc+") || strings.HasPrefix(kind, "application/grpc;")
}

// grpcCall takes the path of a gRPC request apart: "/package.Service/Method".
func grpcCall(m *httpsem.Request) (service, method string, ok bool) {
	if !isGRPC(&m.Headers) {
		return "", "", false
	}
	path, ok := strings.CutPrefix(m.Target, "/")
	i := strings.LastIndexByte(path, '/')
	if !ok || i < 0 {
		return "", "", false
	}
	return path[:i], path[i+1:], true
}

// grpcStatus is how a call ended, which stands in the trailers, or in the headers when there is no body.
func grpcStatus(m *httpsem.Message) (code int, ok bool) {
	for _, h := range []*httpsem.Headers{&m.Trailers, &m.Headers} {
		if i := h.Find("grpc-status", 0); i >= 0 {
			code, err := strconv.Atoi(h.Value(i))
			return code, err == nil
		}
	}
	return 0, false
}

// grpcNames are the names of gRPC's status codes, by number.
var grpcNames = [...]string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
	"DATA_LOSS", "UNAUTHENTICATED",
}

func grpcName(code int) string {
	if code < 0 || code >= len(grpcNames) {
		return "unknown(" + strconv.Itoa(code) + ")"
	}
	return grpcNames[code]
}

// grpcLabel says for a brief what a message of gRPC's is; "" when it is none.
func grpcLabel(h *httpsem.Headers, m *httpsem.Message) string {
	if code, ok := grpcStatus(m); ok {
		return "gRPC " + grpcName(code)
	}
	if isGRPC(h) {
		return "gRPC"
	}
	return ""
}
