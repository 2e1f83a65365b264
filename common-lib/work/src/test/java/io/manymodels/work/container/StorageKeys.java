package io.manymodels.work.container;

import io.manymodels.stack.credential.Credentials;
import java.util.Map;
import java.util.TreeMap;

/** Credentials as the scripts of the deployment read them. */
final class StorageKeys {

    private StorageKeys() {}

    static Map<String, String> variables(Credentials credentials) {
        Map<String, String> variables = new TreeMap<>();
        credentials.storage().forEach((user, made) -> {
            variables.put(ComposeFile.variable("STORAGE_ACCESS_KEY", user), made.accessKey());
            variables.put(ComposeFile.variable("STORAGE_SECRET_KEY", user), made.secretKey());
        });
        return variables;
    }
}
