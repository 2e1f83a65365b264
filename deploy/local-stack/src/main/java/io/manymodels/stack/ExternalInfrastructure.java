package io.manymodels.stack;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.process.StackProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Database, broker and storage that somebody else runs, found through the same variables that compose uses. */
final class ExternalInfrastructure {

    private ExternalInfrastructure() {}

    /** @throws StackProblem naming all variables that are missing */
    static ServiceProperties from(Map<String, String> environment, Credentials own, Path landing, Path work)
            throws StackProblem {
        List<String> missing = new ArrayList<>();
        var database = new TreeMap<String, String>();
        var storage = new TreeMap<String, StorageKey>();
        List<String> users = new ArrayList<>(Credentials.SERVICES);
        users.add(Credentials.READER);
        for (String user : users) {
            String suffix = user.toUpperCase(Locale.ROOT);
            database.put(user, required(environment, "DATABASE_PASSWORD_" + suffix, missing));
            storage.put(user, new StorageKey(required(environment, "STORAGE_ACCESS_KEY_" + suffix, missing),
                    required(environment, "STORAGE_SECRET_KEY_" + suffix, missing)));
        }
        var kafka = new TreeMap<String, String>();
        if (!"PLAINTEXT".equals(environment.get("SPRING_KAFKA_SECURITY_PROTOCOL"))) {
            for (String user : Credentials.SERVICES) {
                kafka.put(user, required(environment, "KAFKA_PASSWORD_" + user.toUpperCase(Locale.ROOT), missing));
            }
        }
        var addresses = new StackAddresses(required(environment, "SPRING_DATASOURCE_URL", missing),
                required(environment, "SPRING_KAFKA_BOOTSTRAP_SERVERS", missing),
                required(environment, "MANYMODELS_STORAGE_ENDPOINT", missing));
        var properties = new ServiceProperties(new Credentials(database, storage, own.apiKeys(), kafka), addresses,
                landing, work);
        if (!missing.isEmpty()) {
            throw new StackProblem("STACK=external needs these variables: " + String.join(", ", missing) + ".");
        }
        return properties;
    }

    private static String required(Map<String, String> environment, String name, List<String> missing) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            missing.add(name);
            return "";
        }
        return value;
    }
}
