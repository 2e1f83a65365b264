package io.manymodels.work.outbox;

import io.manymodels.event.Fact;
import io.manymodels.trace.TraceParent;
import io.manymodels.work.trace.Traces;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes messages in the current transaction; the relay sends them once it is committed. A fact becomes a CloudEvent in
 * binary mode (CloudEvents 1.0.2, Kafka protocol binding).
 */
public final class Outbox {

    private final OutboxRepository messages;
    private final OutboxRelay relay;
    private final JsonMapper json;
    private final Clock clock;
    private final Traces traces;
    private final String service;

    Outbox(OutboxRepository messages, OutboxRelay relay, JsonMapper json, Clock clock, Traces traces,
            String service) {
        this.messages = messages;
        this.relay = relay;
        this.json = json;
        this.clock = clock;
        this.traces = traces;
        this.service = service;
    }

    /** Publishes facts when the current transaction commits. */
    public void publish(List<? extends Fact> facts) {
        write(facts.stream().map(this::cloudEvent).toList());
    }

    private OutboxMessage cloudEvent(Fact fact) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_source", "/many-models/" + service);
        headers.put("ce_type", fact.type());
        headers.put("ce_subject", fact.family());
        headers.put("ce_time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        headers.put("content-type", "application/json");
        String trace = traces.now();
        if (trace != null) {
            headers.put(TraceParent.HEADER, trace);
        }
        return OutboxMessage.of(fact.topic(), fact.family(), headers, json.writeValueAsString(fact));
    }

    /** Sends messages when the current transaction commits. */
    public void write(List<OutboxMessage> batch) {
        messages.insert(batch);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    relay.wake();
                }
            });
        } else {
            relay.wake();
        }
    }
}
