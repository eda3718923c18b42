package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What sniff finds in the captures of the demo is what tshark finds in them, frame by frame. tshark has to be
// told what is spoken on port 5683, which it takes for CoAP.
func TestAsTsharkSees(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	captures, err := filepath.Glob("../../testdata/pcaps/*.pcapng")
	if err != nil || len(captures) == 0 {
		t.Fatalf("no captures to compare: %v", err)
	}
	for _, path := range captures {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ours := sniffFacts(t, path)
			tls := slices.ContainsFunc(ours, func(fact string) bool { return strings.Contains(fact, " client hello ") })
			theirs := tsharkFacts(t, path, tls)
			if len(theirs) == 0 {
				t.Fatal("tshark found nothing at all")
			}
			if diff := cmp.Diff(theirs, ours); diff != "" {
				t.Errorf("(-tshark +sniff)\n%s", diff)
			}
		})
	}
}

// toEnd stands for the frame of a response that the end of the connection ends: for tshark that is the frame with the
// FIN, for sniff the last one that had something of it.
const toEnd = "end"

// sniffFacts are what sniff says of a capture, a line a fact, sorted.
func sniffFacts(t *testing.T, path string) []string {
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "-o", "json", "--digest", path}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var facts []string
	for line := range strings.Lines(out.String()) {
		var e struct {
			Event  string
			Frames []int
			HTTP   struct {
				Method, Target, Host string
				Version              string
				Status               int
				Headers              [][2]string
				Body                 struct{ Length int }
			}
			TLS struct {
				SNI, JA3, JA3S string
				CipherID       int `json:"cipher_id"`
				Chain          []struct{ Serial string }
			}
			Flow struct {
				ClientBytes int `json:"client_bytes"`
				ServerBytes int `json:"server_bytes"`
				Packets     int
			} `json:"flow_info"`
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		last := 0
		if n := len(e.Frames); n > 0 {
			last = e.Frames[n-1]
		}
		switch e.Event {
		case "http.request":
			facts = append(facts, fmt.Sprintf("%d request %s %s %s", last, e.HTTP.Method, e.HTTP.Target, e.HTTP.Host))
		case "http.response":
			at := fmt.Sprint(last)
			framed := func(h [2]string) bool { return h[0] == "Content-Length" || h[0] == "Transfer-Encoding" }
			if e.HTTP.Version == "2" {
				at = fmt.Sprint(e.Frames[0])
			} else if e.HTTP.Body.Length > 0 && !slices.ContainsFunc(e.HTTP.Headers, framed) {
				at = toEnd
			}
			facts = append(facts, fmt.Sprintf("%s response %d", at, e.HTTP.Status))
		case "tls.client_hello":
			facts = append(facts, fmt.Sprintf("%d client hello %s %s", last, e.TLS.SNI, e.TLS.JA3))
		case "tls.server_hello":
			facts = append(facts, fmt.Sprintf("%d server hello 0x%04x %s", last, e.TLS.CipherID, e.TLS.JA3S))
		case "tls.certificate":
			for range e.TLS.Chain {
				facts = append(facts, fmt.Sprintf("%d certificate", last))
			}
		case "flow.close":
			facts = append(facts, fmt.Sprintf("flow %d packets, %d + %d bytes", e.Flow.Packets, e.Flow.ClientBytes, e.Flow.ServerBytes))
		}
	}
	slices.Sort(facts)
	return facts
}

// tsharkFacts are what tshark says, in the same words. tls says that TCP carries TLS.
func tsharkFacts(t *testing.T, path string, tls bool) []string {
	protocol := "http"
	if tls {
		protocol = "tls"
	}
	fields := []string{
		"frame.number", "http.request.method", "http.request.uri", "http.host", "http.response.code",
		"tls.handshake.type", "tls.handshake.extensions_server_name", "tls.handshake.ja3", "tls.handshake.ciphersuite", "tls.handshake.ja3s",
		"tls.handshake.certificate", "tcp.len", "tcp.srcport", "tcp.stream", "udp.length", "udp.srcport", "udp.stream",
		"http2.headers.method", "http2.headers.path", "http2.headers.authority", "http2.headers.status",
	}
	args := []string{"-n", "-r", path, "-d", "tcp.port==5683," + protocol, "-d", "udp.port==5683,quic", "-T", "fields", "-E", "separator=|", "-o", "tls.desegment_ssl_records:TRUE"}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	out, err := exec.Command("tshark", args...).Output()
	if err != nil {
		t.Fatalf("tshark: %v", err)
	}
	var facts []string
	type flow struct{ packets, client, server int }
	flows := map[string]*flow{}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "|")
		if len(f) != len(fields) {
			t.Fatalf("tshark said %q", line)
		}
		if f[1] != "" {
			facts = append(facts, fmt.Sprintf("%s request %s %s %s", f[0], f[1], f[2], f[3]))
		}
		if f[4] != "" {
			at := f[0]
			if f[11] == "0" {
				at = toEnd
			}
			facts = append(facts, fmt.Sprintf("%s response %s", at, f[4]))
		}
		if f[17] != "" {
			facts = append(facts, fmt.Sprintf("%s request %s %s %s", f[0], f[17], f[18], f[19]))
		}
		if f[20] != "" { // there, the frame of the headers; DATA follows
			facts = append(facts, fmt.Sprintf("%s response %s", f[0], f[20]))
		}
		for _, kind := range strings.Split(f[5], ",") {
			switch kind {
			case "1":
				facts = append(facts, fmt.Sprintf("%s client hello %s %s", f[0], f[6], f[7]))
			case "2":
				facts = append(facts, fmt.Sprintf("%s server hello %s %s", f[0], f[8], f[9]))
			}
		}
		for _, der := range strings.FieldsFunc(f[10], func(r rune) bool { return r == ',' }) {
			if _, err := hex.DecodeString(strings.ReplaceAll(der, ":", "")); err == nil {
				facts = append(facts, fmt.Sprintf("%s certificate", f[0]))
			}
		}
		port, id := f[12], "tcp"+f[13]
		var n int
		fmt.Sscan(f[11], &n)
		if f[16] != "" {
			port, id = f[15], "udp"+f[16]
			fmt.Sscan(f[14], &n)
			n -= 8 // the header of UDP
		}
		fl := flows[id]
		if fl == nil {
			fl = &flow{}
			flows[id] = fl
		}
		fl.packets++
		if port == "5683" {
			fl.server += n
		} else {
			fl.client += n
		}
	}
	for _, fl := range flows {
		facts = append(facts, fmt.Sprintf("flow %d packets, %d + %d bytes", fl.packets, fl.client, fl.server))
	}
	slices.Sort(facts)
	return facts
}
