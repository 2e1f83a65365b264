package io.manymodels.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service knows of an API key: never the key itself. A key is {@code mm_<prefix>_<secret>}.
 *
 * @param prefix eight letters or digits that find the key; also the principal's name
 * @param roles what its holder may do
 * @param sha256 of the whole key, hexadecimal
 */
public record ApiKeyHash(String prefix, Set<Role> roles, String sha256) {

    private static final Pattern KEY = Pattern.compile("mm_([A-Za-z0-9]{8})_.+");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9]{8}):([A-Z+]+):([0-9a-f]{64})");

    public ApiKeyHash {
        roles = Set.copyOf(roles);
    }

    /**
     * What a service is told of a key.
     *
     * @throws IllegalArgumentException when it has not the form of a key; the text, a secret, is not in the message
     */
    public static ApiKeyHash of(String key, Set<Role> roles) {
        var matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("An API key is not mm_<8 letters or digits>_<secret>");
        }
        return new ApiKeyHash(matcher.group(1), roles, HexFormat.of().formatHex(sha256(key)));
    }

    /** Reads {@code prefix:ROLE+ROLE:sha256hex}. */
    public static ApiKeyHash parse(String entry) {
        var matcher = ENTRY.matcher(entry.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "manymodels.security.api-keys holds an entry that is not prefix:ROLE+ROLE:sha256hex. Maybe its prefix has not eight characters, or its hash not 64");
        }
        return new ApiKeyHash(matcher.group(1), Arrays.stream(matcher.group(2).split("\\+"))
                .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT))).collect(Collectors.toUnmodifiableSet()),
                matcher.group(3));
    }

    /** The text that {@link #parse} reads: nothing in it opens a door. */
    public String entry() {
        return prefix + ":" + roles.stream().sorted().map(Role::name).collect(Collectors.joining("+")) + ":" + sha256;
    }

    /** The prefix that a text of the form of a key has; empty for any other text. */
    public static String prefixOf(String text) {
        var matcher = KEY.matcher(text);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** Whether this is the hash of that key. */
    public boolean matches(String key) {
        return MessageDigest.isEqual(sha256(key), HexFormat.of().parseHex(sha256));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKeyHash[prefix=%s, roles=%s]".formatted(prefix, roles);
    }
}
