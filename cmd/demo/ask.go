package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

func newAsk(p *program) *cobra.Command {
	var caFile string
	c := &cobra.Command{
		Use:   "ask SCENE",
		Short: "The members' half of a scene",
		Long: `Ask asks the server for the secret as the members of the scene do, and prints what they get.

SECRET_URL in the environment is where the server is, http://localhost:5683 unless set (https in scenes with
TLS). SECRET_KEY is the key of the fernet scene. The secrets of TLS sessions are added to the file that
SSLKEYLOGFILE names, as browsers and curl do.`,
		Example: `  demo ask http
  SECRET_URL=http://localhost:8080 demo ask http
  SECRET_KEY=$(cat demo-out/fernet.key) demo ask fernet
  demo ask tls --cacert demo-out/ca-public-key.pem
  SSLKEYLOGFILE=keys.log demo ask tls-keylog`,
		Args:              console.Args(cobra.ExactArgs(1)),
		ValidArgsFunction: completeScenes,
		RunE: func(c *cobra.Command, args []string) error {
			s, err := one(args[0])
			if err != nil {
				return err
			}
			st := &scene.Stage{Addr: loopback(secret.Port)}
			if s.Shared && !s.Keyless {
				var made bool
				if st.Key, made, err = sharedKey(); err == nil && made {
					err = errors.New("the members need the server's key: set SECRET_KEY to it, as demo serve has printed it")
				}
				if err != nil {
					return err
				}
			}
			if s.Scheme == "https" {
				if !c.Flags().Changed("cacert") && s.Prepare != nil {
					caFile = filepath.Join(defaultDir, s.Name, pki.CAFile)
				}
				if st.Papers, err = trust(caFile); err != nil && s.Keyless {
					st.Papers = &pki.Server{} // nobody is trusted
				} else if err = errors.Join(err, recall(st, filepath.Dir(caFile))); err != nil {
					return err
				}
			}
			where, err := serverURL(st.URL(s.Scheme))
			if err != nil {
				return err
			}
			closeLog, err := giveAway(st)
			if err != nil {
				return err
			}
			out, err := s.Ask(c.Context(), st, where)
			if err = errors.Join(err, closeLog()); err != nil {
				return askError(err)
			}
			if out.Secret == "" {
				_, err = fmt.Fprintf(p.stdout, "No secret: %s\n%s", report.Escape(out.Said), shown(out))
			} else {
				_, err = fmt.Fprintf(p.stdout, "The secret message is %s\n", report.Escape(out.Secret))
			}
			return err
		},
	}
	c.Flags().StringVar(&caFile, "cacert", filepath.Join(defaultDir, pki.CAFile),
		"trust the CA in this PEM `file`, and no other; scenes with papers of their own have them in a directory of their name")
	return c
}

// serverURL is where SECRET_URL in the environment says that the server is; usual unless it says so.
func serverURL(usual string) (string, error) {
	where := os.Getenv("SECRET_URL")
	if where == "" {
		return usual, nil
	}
	if u, err := url.Parse(where); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("SECRET_URL=%s: not a URL of a server, such as %s", where, usual)
	}
	return where, nil
}

// shown is what the members have on the screen instead of the secret, on a line of its own.
func shown(out scene.Outcome) string {
	if out.Shown == "" {
		return ""
	}
	return report.Escape(out.Shown) + "\n"
}

// trust is the papers of a member: the CA alone.
func trust(caFile string) (*pki.Server, error) {
	text, err := os.ReadFile(caFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no CA to trust: %w; demo serve tls writes one, and --cacert names it", err)
	}
	if err != nil {
		return nil, err
	}
	cas, err := pki.DecodeCertificates(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", caFile, err)
	}
	return &pki.Server{CA: cas[0]}, nil
}

// askError puts into a member's words why there is no secret.
func askError(err error) error {
	var asked *url.Error
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	var refused *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case (errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, secret.ErrNobody)) && errors.As(err, &asked):
		return fmt.Errorf("nobody serves at %s; begin with demo serve", asked.URL)
	case errors.As(err, &unknown):
		return fmt.Errorf("the server's certificate is not to be trusted: %w; --cacert names the CA to trust", unknown)
	case errors.As(err, &other):
		return fmt.Errorf("the server's certificate is not to be trusted: %w", pki.Named(other.Certificate, other.Host))
	case errors.As(err, &refused):
		return fmt.Errorf("the server's certificate is not to be trusted: %w", refused.Err)
	case errors.As(err, &record):
		return fmt.Errorf("the server does not speak TLS: %w", record)
	case errors.As(err, &asked):
		return fmt.Errorf("%s: %w", asked.URL, asked.Err)
	}
	return err
}
