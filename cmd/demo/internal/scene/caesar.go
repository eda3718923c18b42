package scene

import "eavesdrop/cmd/demo/internal/secret"

// Caesar is the lesson with a cipher that anyone can break.
func Caesar() Scene {
	const key = 1
	return protected(Scene{
		Name:     "caesar",
		Scheme:   "http",
		Question: "Is a message safe that nobody can read at first sight?",
		Story:    "The club invents a cipher: each letter is replaced by the one before it in the alphabet. Their key is the number 1, and all members know it.",
		Look:     "The body is no English. There are 25 shifts to try, and one of them gives words.",
	}, func(*Stage) secret.Protection { return secret.Caesar(key) })
}
