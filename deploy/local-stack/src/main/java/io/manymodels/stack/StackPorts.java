package io.manymodels.stack;

import io.manymodels.deployment.Service;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ports of a stack by name: the usual ones, each of which {@code MANYMODELS_PORT_<NAME>} replaces. */
record StackPorts(Map<String, Integer> byName) {

    /** Names of the ports that are no service's. */
    static final List<String> INFRASTRUCTURE = List.of("postgres", "kafka", "kafka-controller", "storage");

    private static final int LARGEST = 65_535;
    private static final Map<String, Integer> USUAL = new LinkedHashMap<>();

    static {
        USUAL.put("postgres", 15432);
        USUAL.put("kafka", 19092);
        USUAL.put("kafka-controller", 19093);
        USUAL.put("storage", 19000);
        for (Service service : Service.values()) {
            USUAL.put(service.id(), service.usualPort());
        }
        USUAL.put("console", 8080);
    }

    static StackPorts from(Map<String, String> environment) throws StackProblem {
        var ports = new LinkedHashMap<String, Integer>();
        for (var usual : USUAL.entrySet()) {
            String variable = variable(usual.getKey());
            String value = environment.get(variable);
            if (value != null && (!value.matches("[1-9]\\d{0,4}") || Integer.parseInt(value) > LARGEST)) {
                throw new StackProblem("The port in " + variable + " is no number from 1 to " + LARGEST + " (" + value
                        + "). Maybe " + usual.getValue() + ".");
            }
            ports.put(usual.getKey(), value == null ? usual.getValue() : Integer.valueOf(value));
        }
        requireDifferent(ports);
        return new StackPorts(ports);
    }

    private static void requireDifferent(Map<String, Integer> ports) throws StackProblem {
        var names = new HashMap<Integer, String>();
        for (var port : ports.entrySet()) {
            String other = names.putIfAbsent(port.getValue(), port.getKey());
            if (other != null) {
                throw new StackProblem("Two parts have one port: [" + other + ", " + port.getKey() + "] ("
                        + port.getValue() + "). Maybe set " + variable(port.getKey()) + " to another one.");
            }
        }
    }

    private static String variable(String name) {
        return "MANYMODELS_PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("No port for (" + name + ")");
        }
        return port;
    }

    /** Where a part that speaks HTTP answers. */
    String url(String name) {
        return "http://127.0.0.1:" + of(name);
    }

    /** @throws StackProblem when somebody listens on one of them, with all that are taken */
    void requireFree(Iterable<String> names) throws StackProblem {
        var taken = new LinkedHashMap<String, Integer>();
        for (String name : names) {
            if (!free(of(name))) {
                taken.put(name, of(name));
            }
        }
        if (!taken.isEmpty()) {
            String first = taken.keySet().iterator().next();
            throw new StackProblem("Ports in use: " + taken
                    + ". Maybe another stack runs (./manymodels down --data ITS_FOLDER),"
                    + " or choose other ports: " + variable(first) + "=" + another(of(first)) + " ./manymodels up");
        }
    }

    private static int another(int port) {
        return port > LARGEST - 10_000 ? port - 10_000 : port + 10_000;
    }

    /** Whether nobody listens on it. */
    static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
