package io.manymodels.work.fanout;

import io.manymodels.work.engine.TaskQueue;
import io.manymodels.work.outbox.Outbox;
import io.manymodels.work.outbox.OutboxMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Sends tasks through the outbox to the topic that the workers of this service share. */
class TaskMessages implements TaskQueue {

    private final Outbox outbox;
    private final JsonMapper json;
    private final String topic;

    TaskMessages(Outbox outbox, JsonMapper json, String service) {
        this.outbox = outbox;
        this.json = json;
        this.topic = WorkTopics.tasks(service);
    }

    @Override
    public void send(List<UUID> tasks) {
        outbox.write(tasks.stream().map(task -> OutboxMessage.of(topic, task.toString(), Map.of(),
                json.writeValueAsString(new TaskMessage(task)))).toList());
    }
}
