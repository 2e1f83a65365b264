package io.manymodels.work;

import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.stack.EmbeddedInfrastructure.DatabaseLogin;
import io.manymodels.stack.credential.Role;
import java.util.Map;

/** Database and broker that the contracts of this module are tried on: what the local stack embeds, or containers. */
public interface TestInfrastructure extends AutoCloseable {

    /** What a service is told of the world around it, as Spring properties. */
    Map<String, String> properties(String service);

    DatabaseLogin database(String role);

    String bootstrapServers();

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
        public String bootstrapServers() {
            return parts.bootstrapServers();
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
