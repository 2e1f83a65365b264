package io.manymodels.stack.credential;

import java.security.SecureRandom;

/** Makes secrets that are safe to stand in URLs, shells and environment variables. */
final class Secrets {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A random text of letters and digits, just under 6 bits of entropy a character. */
    static String random(int length) {
        var text = new StringBuilder(length);
        RANDOM.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.toString();
    }
}
