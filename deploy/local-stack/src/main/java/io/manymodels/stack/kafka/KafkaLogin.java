package io.manymodels.stack.kafka;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a client proves to the broker who it is: PLAIN, which is enough where the connection does not leave the machine.
 *
 * @param user one of the services, or {@code broker}
 */
public record KafkaLogin(String user, String password) {

    static final String PROTOCOL = "SASL_PLAINTEXT";
    static final String MECHANISM = "PLAIN";

    /** The settings of any Kafka client. */
    public Map<String, String> clientSettings() {
        var settings = new TreeMap<String, String>();
        settings.put("security.protocol", PROTOCOL);
        settings.put("sasl.mechanism", MECHANISM);
        settings.put("sasl.jaas.config", module() + ";");
        return settings;
    }

    /** The login module with this login, open for further options. Passwords are letters and digits. */
    String module() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                + "\" password=\"" + password + "\"";
    }

    @Override
    public String toString() {
        return "KafkaLogin[" + user + ", password not shown]";
    }
}
