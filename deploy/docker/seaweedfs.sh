#!/bin/sh
# SeaweedFS with the platform's buckets, and a credential a service that may do what the service needs: the same as the local
# stack's BucketGrants. The S3 port alone is open to others; what lies behind it asks nobody who he is, and listens inside.
# Runs in the image chrislusf/seaweedfs, and wherever there is weed, and ends with it. "seaweedfs.sh buckets" makes the buckets
# that are not there yet, and fails until all are: compose asks it for the storage's health.
set -eu
umask 077
data=${STORAGE_DATA:-/data}
port=${STORAGE_PORT:-9000}
inside=${STORAGE_PORTS_INSIDE:-93}

if [ "${1:-}" = buckets ]; then
  shell() { timeout 10 weed shell -master="127.0.0.1:${inside}33" 2>/dev/null; }
  is_there() { echo s3.bucket.list | shell | grep -q "^ *$1[[:space:]]"; }
  for bucket in lake candidates production predictions; do
    is_there "$bucket" || { echo "s3.bucket.create -name $bucket" | shell; is_there "$bucket"; }
  done
  exit
fi

identities=$(mktemp)
mkdir -p "$data"

actions() { # BUCKET VERBS
  for verb in $2; do printf ',"%s:%s"' "$verb" "$1"; done
}
user() { # NAME ACCESS_KEY SECRET_KEY WRITABLE READABLE
  list=""
  for bucket in $4; do list="$list$(actions "$bucket" "Read List Write")"; done
  for bucket in $5; do list="$list$(actions "$bucket" "Read List")"; done
  printf '{"name":"%s","credentials":[{"accessKey":"%s","secretKey":"%s"}],"actions":[%s]}' "$1" "$2" "$3" "${list#,}"
}
{
  printf '{"identities":['
  user ingestion "$STORAGE_ACCESS_KEY_INGESTION" "$STORAGE_SECRET_KEY_INGESTION" "lake" ""; printf ,
  user training "$STORAGE_ACCESS_KEY_TRAINING" "$STORAGE_SECRET_KEY_TRAINING" "candidates" "lake"; printf ,
  user promotion "$STORAGE_ACCESS_KEY_PROMOTION" "$STORAGE_SECRET_KEY_PROMOTION" "production" "lake candidates"; printf ,
  user scoring "$STORAGE_ACCESS_KEY_SCORING" "$STORAGE_SECRET_KEY_SCORING" "predictions" "lake production"; printf ,
  user realtime "$STORAGE_ACCESS_KEY_REALTIME" "$STORAGE_SECRET_KEY_REALTIME" "" "production"; printf ,
  user reader "$STORAGE_ACCESS_KEY_READER" "$STORAGE_SECRET_KEY_READER" "" "lake predictions"
  printf ']}'
} > "$identities"

# As many volumes as the disk has room for. Each bucket takes seven of its own with its first object: volumes of the default
# size (30 GB) leave the last buckets without one on a disk with less than 840 GB to spare, and every write to them fails.
exec weed server -dir="$data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
  -volume.max=0 -master.volumeSizeLimitMB=512 -volume.preStopSeconds=1 \
  -master.port="${inside}33" -volume.port="${inside}80" -filer.port="${inside}88" \
  -s3 -s3.config="$identities" -s3.ip.bind="${STORAGE_ADDRESS:-0.0.0.0}" -s3.port="$port" -s3.port.iceberg=0 -s3.port.lance=0
