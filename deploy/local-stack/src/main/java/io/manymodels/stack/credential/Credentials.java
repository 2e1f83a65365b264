package io.manymodels.stack.credential;

import io.manymodels.access.Role;
import io.manymodels.deployment.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All passwords and keys of one data folder, kept in its {@code credentials.json} (mode 0600).
 *
 * @param database password of each database role, {@code postgres} among them
 * @param storage S3 credential of each user of the storage
 * @param apiKeys API keys by name: one for each role in lower case, and {@code owner} with all four
 * @param kafka password of each user of the broker, {@code broker} among them
 */
public record Credentials(Map<String, String> database, Map<String, StorageKey> storage, Map<String, ApiKey> apiKeys,
        Map<String, String> kafka) {

    /** The superuser of the database. */
    public static final String SUPERUSER = "postgres";
    /** The broker itself, which may do everything. */
    public static final String BROKER = "broker";
    /** Database role and storage user that may only read what is published. */
    public static final String READER = "reader";
    /** The services, each of which has a database role and a storage user of its own name. */
    public static final List<String> SERVICES = Arrays.stream(Service.values())
            .map(Service::id).toList();

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Reads the credentials of a data folder, or makes them when it has none. A folder of an older version gets those that
     * it lacks.
     *
     * @throws IOException when the file cannot be read or written
     */
    public static Credentials loadOrCreate(Path file) throws IOException {
        return Files.exists(file) ? load(file) : write(file, create());
    }

    /**
     * Reads the credentials of a data folder.
     *
     * @throws IOException when the file cannot be read, or lacks some and cannot be written
     */
    public static Credentials load(Path file) throws IOException {
        try {
            if (!(JSON.readTree(file) instanceof ObjectNode stored)) {
                throw unreadable(file, "it is no JSON object", null);
            }
            if (stored.has("kafka")) {
                return JSON.treeToValue(stored, Credentials.class);
            }
            stored.set("kafka", JSON.valueToTree(kafkaPasswords()));
            return write(file, JSON.treeToValue(stored, Credentials.class));
        } catch (JacksonException e) {
            throw unreadable(file, e.getOriginalMessage(), e);
        }
    }

    private static IOException unreadable(Path file, String why, @Nullable Exception cause) {
        return new IOException("Cannot read the credentials in (" + file + "): " + why
                + ". Maybe restore the file, or begin with an empty data folder.", cause);
    }

    private static Credentials write(Path file, Credentials created) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        JSON.writeValue(draft, created);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return created;
    }

    private static Credentials create() {
        var database = new TreeMap<String, String>();
        var storage = new TreeMap<String, StorageKey>();
        for (String user : SERVICES) {
            database.put(user, Secrets.random(32));
            storage.put(user, new StorageKey(user + "-" + Secrets.random(8), Secrets.random(40)));
        }
        database.put(SUPERUSER, Secrets.random(32));
        database.put(READER, Secrets.random(32));
        storage.put(READER, new StorageKey(READER + "-" + Secrets.random(8), Secrets.random(40)));
        var apiKeys = new TreeMap<String, ApiKey>();
        for (Role role : Role.values()) {
            apiKeys.put(nameOf(role), ApiKey.random(Set.of(role)));
        }
        apiKeys.put("owner", ApiKey.random(EnumSet.allOf(Role.class)));
        return new Credentials(database, storage, apiKeys, kafkaPasswords());
    }

    private static Map<String, String> kafkaPasswords() {
        var kafka = new TreeMap<String, String>();
        SERVICES.forEach(user -> kafka.put(user, Secrets.random(32)));
        kafka.put(BROKER, Secrets.random(32));
        return kafka;
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** Password of a database role. */
    public String databasePassword(String role) {
        return known(database, role);
    }

    /** S3 credential of a service or the reader. */
    public StorageKey storageKey(String user) {
        return known(storage, user);
    }

    /** Password of a user of the broker. */
    public String kafkaPassword(String user) {
        return known(kafka, user);
    }

    /** The key that has this role alone. */
    public String apiKey(Role role) {
        return known(apiKeys, nameOf(role)).key();
    }

    /** The key of the machine's owner, with all roles. */
    public String ownerApiKey() {
        return known(apiKeys, "owner").key();
    }

    /** All API keys as the services take them: {@code MANYMODELS_SECURITY_API_KEYS}. */
    public String hashedApiKeys() {
        return apiKeys.values().stream().map(ApiKey::hashed).collect(Collectors.joining(","));
    }

    private static <T> T known(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No credential for (" + name + "). Maybe one of " + map.keySet() + ".");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Credentials[not shown]";
    }
}
