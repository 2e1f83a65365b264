{{/* Where each listens: io.manymodels.deployment.Service, and the console's application.yml. */}}
{{- define "many-models.ports" -}}
ingestion: 8081
training: 8082
promotion: 8083
scoring: 8084
realtime: 8085
console: 8080
{{- end }}

{{- define "many-models.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{/* What selects the pods of (root, component). */}}
{{- define "many-models.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- with index . 1 }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{/* The labels of (root, component). */}}
{{- define "many-models.labels" -}}
{{- $root := index . 0 -}}
{{ include "many-models.selector" . }}
app.kubernetes.io/part-of: many-models
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The image of (root, component). */}}
{{- define "many-models.image" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $module := ternary $component (printf "%s-service" $component) (eq $component "console") -}}
{{- $image := $root.Values.image -}}
{{- $name := printf "%s/%s" $image.repository $module -}}
{{- with (index $root.Values $component).digest -}}
{{ $name }}@{{ . }}
{{- else -}}
{{ $name }}:{{ $image.tag | default $root.Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "many-models.pullSecrets" -}}
[{{ range $i, $name := .Values.image.pullSecrets }}{{ if $i }}, {{ end }}{name: {{ $name }}}{{ end }}]
{{- end }}

{{/* Nobody's pod needs more: the user of the image, no way to become another, none of Linux's capabilities. */}}
{{- define "many-models.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}
{{- define "many-models.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Pods of a service at a time, while a new version takes over from an old one. */}}
{{- define "many-models.mostPods" -}}
{{- $autoscaling := .autoscaling | default dict -}}
{{- add 1 (ternary $autoscaling.max .replicas ($autoscaling.enabled | default false)) -}}
{{- end }}

{{/* Connections of a service of these values to the database: a process has at most 16 for its work and 2 for signs of life. */}}
{{- define "many-models.connections" -}}
{{- mul 18 (include "many-models.mostPods" . | int) -}}
{{- end }}

{{/* Variables of (root, component): docs/reference/contracts.md, section 1; the same as compose's. */}}
{{- define "many-models.environment" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index $root.Values $component -}}
{{- $options := list $values.javaOptions -}}
{{- if $root.Values.trust.configMap -}}
{{- $options = append $options "-Djavax.net.ssl.trustStore=/etc/many-models/trust/truststore.p12 -Djavax.net.ssl.trustStoreType=PKCS12" -}}
{{- end -}}
{{- $environment := dict "JAVA_OPTIONS" (join " " $options) "SPRING_CONFIG_IMPORT" "configtree:/etc/many-models/secrets/" -}}
{{- if eq $component "console" -}}
{{- range $service, $port := omit (include "many-models.ports" $root | fromYaml) "console" -}}
{{- $_ := set $environment (printf "MANYMODELS_PLATFORM_URLS_%s" (upper $service)) (printf "http://%s-%s:%v" (include "many-models.fullname" $root) $service $port) -}}
{{- end -}}
{{- if $values.uploads -}}
{{- $_ := set $environment "MANYMODELS_CONSOLE_LANDING" "/landing" -}}
{{- end -}}
{{- if $root.Values.ingress.tlsSecret -}}
{{- $_ := set $environment "SERVER_SERVLET_SESSION_COOKIE_SECURE" "true" -}}
{{- end -}}
{{- else -}}
{{- $database := $root.Values.database -}}
{{- $kafka := $root.Values.kafka -}}
{{- $login := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $kafka.saslMechanism "PLAIN") -}}
{{- $trusted := ternary "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" "" (eq $database.sslMode "verify-full") -}}
{{- $environment = merge $environment (dict
  "SPRING_DATASOURCE_URL" (printf "jdbc:postgresql://%s:%v/manymodels?sslmode=%s%s" $database.host $database.port $database.sslMode $trusted)
  "SPRING_DATASOURCE_USERNAME" $component
  "SPRING_KAFKA_BOOTSTRAP_SERVERS" $kafka.bootstrapServers
  "SPRING_KAFKA_SECURITY_PROTOCOL" $kafka.securityProtocol
  "SPRING_KAFKA_PROPERTIES_SASL_MECHANISM" $kafka.saslMechanism
  "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG" (printf "org.apache.kafka.common.security.%s required username=\"%s\" password=\"${kafka.password}\";" $login $component)
  "MANYMODELS_STORAGE_ENDPOINT" $root.Values.storage.endpoint
  "MANYMODELS_STORAGE_REGION" $root.Values.storage.region
  "OTEL_SDK_DISABLED" (ternary "true" "false" (empty $root.Values.tracing.endpoint))
  "OTEL_EXPORTER_OTLP_ENDPOINT" $root.Values.tracing.endpoint) -}}
{{- if eq $component "ingestion" -}}
{{- $environment = merge $environment (dict
  "MANYMODELS_INGESTION_LANDING" "/landing"
  "MANYMODELS_INGESTION_WORK" "/tmp/ingestion"
  "MANYMODELS_INGESTION_MEMORY_LIMIT" $values.memoryLimit
  "MANYMODELS_INGESTION_DISK_LIMIT" $values.diskLimit) -}}
{{- end -}}
{{- if $values.workers -}}
{{- $_ := set $environment "MANYMODELS_WORK_CONCURRENCY" (toString $values.workers) -}}
{{- end -}}
{{- if $values.cacheBytes -}}
{{- $_ := set $environment "MANYMODELS_REALTIME_CACHE_BYTES" $values.cacheBytes -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := merge (deepCopy $values.environment) $environment }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
