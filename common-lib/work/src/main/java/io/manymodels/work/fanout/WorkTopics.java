package io.manymodels.work.fanout;

/** Names of the topics and share groups of a service's tasks. */
final class WorkTopics {

    private WorkTopics() {}

    static String tasks(String service) {
        return service + "-tasks";
    }

    static String deadLetters(String service) {
        return service + "-tasks-dlt";
    }

    static String workers(String service) {
        return service + "-workers";
    }
}
