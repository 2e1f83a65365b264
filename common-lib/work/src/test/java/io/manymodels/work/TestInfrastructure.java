package io.manymodels.work;

import io.manymodels.access.Role;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.stack.EmbeddedInfrastructure.DatabaseLogin;
import java.util.Map;

/** Database and broker that the contracts of this module are tried on: what the local stack embeds, or containers. */
public interface TestInfrastructure extends AutoCloseable {

    /** What a service is told of the world around it, as Spring properties. */
    Map<String, String> properties(String service);

    DatabaseLogin database(String role);

    /** What a client of the broker is configured with, in a map of its own; with the login of a user where there are logins. */
    Map<String, Object> kafkaClient(String user);

    String apiKey(Role role);

    @Override
    void close();

    /** The parts that the local stack embeds. */
    record Embedded(EmbeddedInfrastructure parts) implements TestInfrastructure {

        @Override
        public Map<String, String> properties(String service) {
            return parts.properties(service);
        }

        @Override
        public DatabaseLogin database(String role) {
            return parts.database(role);
        }

        @Override
        public Map<String, Object> kafkaClient(String user) {
            return parts.kafkaClient(user);
        }

        @Override
        public String apiKey(Role role) {
            return parts.apiKey(role);
        }

        @Override
        public void close() {
            parts.close();
        }
    }
}
