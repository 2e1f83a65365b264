#!/bin/sh
# Topics of facts, and who may do what on the broker: the same as the local stack's KafkaGrants. Runs in the image
# apache/kafka, any number of times. Logs in as KAFKA_CLIENT_CONFIGURATION, a file, says; without it as compose's broker.
set -eu
client=${KAFKA_CLIENT_CONFIGURATION:-}
if [ -z "$client" ]; then
  umask 077
  client=$(mktemp)
  cat > "$client" <<EOF
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="$KAFKA_PASSWORD_BROKER";
EOF
fi
connection="--bootstrap-server $SPRING_KAFKA_BOOTSTRAP_SERVERS --command-config $client"

for fact in snapshot-sealed training-completed release-published predictions-published run-finished; do
  kafka-topics.sh $connection --create --if-not-exists --topic "$fact" --partitions 1 \
    --replication-factor "${KAFKA_REPLICATION_FACTOR:-1}"
done

grant() { # USER KIND NAMES OPERATIONS [MORE]: kind is topic or group
  arguments="--add --force --allow-principal User:$1"
  for name in $3; do arguments="$arguments --$2 $name"; done
  for operation in $4; do arguments="$arguments --operation $operation"; done
  kafka-acls.sh $connection $arguments ${5:-}
}
user() { # NAME WRITES READS OWN: topics
  [ -z "$2" ] || grant "$1" topic "$2" "Write Describe Create"
  [ -z "$3" ] || grant "$1" topic "$3" "Read Describe"
  [ -z "$4" ] || grant "$1" topic "$4" "Read Write Describe Create"
}
worker() { # NAME: its consumer group, and the share group of its tasks, whose settings it makes itself
  grant "$1" group "$1" "Read"
  grant "$1" group "$1-workers" "Read DescribeConfigs AlterConfigs"
}
user ingestion "snapshot-sealed run-finished" "run-finished" \
  "ingestion-tasks ingestion-tasks-dlt error.run-finished.ingestion"
user training "training-completed run-finished" "snapshot-sealed" \
  "training-tasks training-tasks-dlt error.snapshot-sealed.training"
user promotion "release-published run-finished" "training-completed" \
  "promotion-tasks promotion-tasks-dlt error.training-completed.promotion"
user scoring "predictions-published run-finished" "release-published" \
  "scoring-tasks scoring-tasks-dlt error.release-published.scoring"
user realtime "" "release-published" "error.release-published.realtime"
for name in ingestion training promotion scoring; do worker "$name"; done
# Every instance hears of every release, in a group of its own that nobody names.
grant realtime group anonymous. "Read" "--resource-pattern-type prefixed"
