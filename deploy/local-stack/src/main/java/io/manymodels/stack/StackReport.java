package io.manymodels.stack;

import io.manymodels.stack.process.ManagedProcess;
import io.manymodels.stack.process.ProcessState;
import io.manymodels.stack.storage.ObjectStorage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the command line where the stack stands. What cannot be written is written later; nobody has to wait for it. */
final class StackReport {

    private static final Logger LOG = LoggerFactory.getLogger(StackReport.class);

    private final DataFolder folder;
    private final StackPorts ports;
    private final boolean external;
    private final StackAddresses addresses;

    private List<ManagedProcess> processes = List.of();
    private String phase = "starting";
    private @Nullable String problem;
    private boolean stale;

    StackReport(DataFolder folder, StackPorts ports, boolean external, StackAddresses addresses) {
        this.folder = folder;
        this.ports = ports;
        this.external = external;
        this.addresses = addresses;
    }

    /** The stack has this part too. */
    synchronized void add(ManagedProcess process) {
        var more = new ArrayList<>(processes);
        more.add(process);
        processes = List.copyOf(more);
    }

    synchronized List<ManagedProcess> processes() {
        return processes;
    }

    synchronized String phase() {
        return phase;
    }

    synchronized void fail(@Nullable String message) {
        problem = message;
        become("failed");
    }

    synchronized void become(String next) {
        phase = next;
        publish();
    }

    /** Writes what could not be written before. */
    synchronized void catchUp() {
        if (stale) {
            publish();
        }
    }

    /** Never throws: who tells of a change must not fall because a disk is full. */
    synchronized void publish() {
        try {
            state().write(folder.stateFile());
            stale = false;
        } catch (UncheckedIOException e) {
            if (!stale) {
                LOG.error("{}: {}. It is tried again", e.getMessage(), String.valueOf(e.getCause()));
            }
            stale = true;
        }
    }

    private StackState state() {
        Map<String, String> urls = new LinkedHashMap<>();
        // The console first: it leads to everything else.
        urls.put(ServiceKind.CONSOLE.id(), ports.url(ServiceKind.CONSOLE.id()));
        for (ServiceKind service : ServiceKind.values()) {
            urls.putIfAbsent(service.id(), ports.url(service.id()));
        }
        var parts = processes.stream()
                .map(process -> new StackState.Part(process.name(), process.state().id(), process.pid(),
                        process.port()))
                .toList();
        return new StackState(ProcessHandle.current().pid(), shownPhase(), external, problem, urls,
                StackState.Database.of(addresses.jdbcUrl()), addresses.bootstrapServers(),
                new StackState.Storage(addresses.storageEndpoint(), ObjectStorage.REGION), parts);
    }

    /** A stack is as ready as its parts are. */
    private String shownPhase() {
        boolean allReady = processes.stream().allMatch(process -> process.state() == ProcessState.READY);
        return phase.equals("ready") && !allReady ? "degraded" : phase;
    }
}
