{{/*
What says that there are too few pods of a service, as a query of Prometheus and the value that one pod is good for. All
metrics are in the catalogue of those that the services export; a test looks.
*/}}
{{- define "posthorn.signals" -}}
{{- $in := printf "namespace=%q" .Release.Namespace -}}
smtp-ingress:
  - name: latency
    # Seconds within which 95 of 100 RCPT are answered.
    query: histogram_quantile(0.95, sum by (le) (rate(posthorn_command_duration_seconds_bucket{{ "{" }}{{ $in }},protocol="smtp",command="RCPT"}[5m])))
    value: latencySeconds
    type: Value
delivery-worker:
  - name: lag
    # Accepted messages that no worker has in hand yet.
    query: sum(posthorn_log_lag{{ "{" }}{{ $in }},group="posthorn-delivery-worker"})
    value: lagRecords
    type: AverageValue
  - name: overdue
    # Seconds by which the oldest attempt in the queue is late; what waits for a later attempt is not.
    query: max(posthorn_queue_overdue_age_seconds{{ "{" }}{{ $in }}})
    value: overdueSeconds
    type: Value
mailbox-api:
  - name: latency
    # Seconds within which 95 of 100 calls are answered; a stream takes as long as somebody listens or sends.
    query: histogram_quantile(0.95, sum by (le) (rate(rpc_server_duration_seconds_bucket{{ "{" }}{{ $in }},rpc_method!~"Append|Body|DeliverAll|Facts|GetTransit|Open|PutTransit|Watch"}[5m])))
    value: latencySeconds
    type: Value
imap-pop-frontend:
  - name: sessions
    query: sum(posthorn_sessions{{ "{" }}{{ $in }},protocol=~"imap|pop3"})
    value: sessionsPerPod
    type: AverageValue
{{- end -}}

{{/* New pods come at once; pods go one at a time and late, since clients have to connect anew. */}}
{{- define "posthorn.scaling" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - {type: Percent, value: 100, periodSeconds: 60}
    - {type: Pods, value: 2, periodSeconds: 60}
scaleDown:
  stabilizationWindowSeconds: 900
  policies:
    - {type: Pods, value: 1, periodSeconds: 300}
{{- end -}}
