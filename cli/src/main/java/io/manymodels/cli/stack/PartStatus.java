package io.manymodels.cli.stack;

import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How a part of the stack is at this moment. What the stack wrote about itself may be old: a part is {@code ready} only if
 * its process runs and answers.
 *
 * @param pid process id, 0 when it does not run
 * @param port on which it answers, 0 when it is not known
 * @param residentMegabytes memory of the process and all that it started
 */
record PartStatus(String name, String state, long pid, int port, long residentMegabytes) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Looks and asks.
     *
     * @param told what the stack wrote about the part; missing when it wrote nothing
     */
    static PartStatus of(String name, StackProcesses processes, JsonNode told) {
        Optional<ProcessHandle> shown = processes
                .part(name.equals(StackProcesses.POSTGRES) ? StackProcesses.POSTMASTER : name);
        int port = told.path("port").asInt(0);
        String state = state(name, shown.isPresent(), port, told.path("state").asString("unknown"),
                processes.supervisor().isPresent());
        // All parts descend from the supervisor, and have their own lines.
        long resident = shown.map(name.equals(StackProcesses.SUPERVISOR)
                ? PartStatus::resident
                : PartStatus::residentOfTree).orElse(0L);
        if (name.equals(StackProcesses.POSTGRES)) {
            resident += processes.part(name).map(PartStatus::resident).orElse(0L);
        }
        return new PartStatus(name, state, shown.map(ProcessHandle::pid).orElse(0L), port, resident);
    }

    private static String state(String name, boolean runs, int port, String told, boolean watched) {
        boolean comes = watched && (told.equals("starting") || told.equals("restarting"));
        if (!runs) {
            return comes || watched && told.equals("failed") ? told : "down";
        }
        if (name.equals(StackProcesses.SUPERVISOR) || port > 0 && answers(name, port)) {
            return "ready";
        }
        return comes ? told : "unready";
    }

    private static boolean answers(String name, int port) {
        return switch (name) {
            case "kafka", "storage", StackProcesses.POSTGRES -> accepts(port);
            default -> readiness(port);
        };
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean readiness(int port) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long residentOfTree(ProcessHandle root) {
        return resident(root) + root.descendants().mapToLong(PartStatus::resident).sum();
    }

    /** Resident memory in MB; 0 where the system does not tell. */
    private static long resident(ProcessHandle process) {
        try {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            var found = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
            return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
