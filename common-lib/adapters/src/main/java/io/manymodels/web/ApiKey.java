package io.manymodels.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service knows of an API key: never the key itself. A key is {@code mm_<prefix>_<secret>}.
 *
 * @param prefix eight characters that find the key; also the principal's name
 * @param roles what its holder may do
 * @param sha256 of the whole key, hexadecimal
 */
record ApiKey(String prefix, Set<Role> roles, String sha256) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{8}):([A-Z+]+):([0-9a-f]{64})");

    private static final Pattern KEY = Pattern.compile("mm_([A-Za-z0-9]{8})_.+");

    /** Reads {@code prefix:ROLE+ROLE:sha256hex}. */
    static ApiKey parse(String text) {
        var matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "manymodels.security.api-keys holds an entry that is not prefix:ROLE+ROLE:sha256hex. Maybe its prefix has not eight characters, or its hash not 64");
        }
        return new ApiKey(matcher.group(1), Arrays.stream(matcher.group(2).split("\\+"))
                .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT))).collect(Collectors.toUnmodifiableSet()),
                matcher.group(3));
    }

    /** The prefix that a text of the form of a key has; empty for any other text. */
    static String prefixOf(String text) {
        Matcher matcher = KEY.matcher(text);
        return matcher.matches() ? matcher.group(1) : "";
    }

    boolean matches(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, HexFormat.of().parseHex(sha256));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[prefix=%s, roles=%s]".formatted(prefix, roles);
    }
}
