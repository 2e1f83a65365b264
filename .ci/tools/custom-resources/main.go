// Reads resources of KEDA and of the Prometheus Operator, a JSON array, and prints what is wrong with each as a JSON array of
// texts: fields that their Go types, of which their schemas are made, do not have or take otherwise, and fields that these
// always write, and so need, which are not there.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"sort"

	keda "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	strict "sigs.k8s.io/json"
)

func typed(kind string) any {
	switch kind {
	case "ScaledObject":
		return &keda.ScaledObject{}
	case "TriggerAuthentication":
		return &keda.TriggerAuthentication{}
	case "ServiceMonitor":
		return &monitoring.ServiceMonitor{}
	case "PrometheusRule":
		return &monitoring.PrometheusRule{}
	}
	return nil
}

// missing adds the paths of what is written and was not read.
func missing(path string, read, written any, found []string) []string {
	switch written := written.(type) {
	case map[string]any:
		read, _ := read.(map[string]any)
		for name, value := range written {
			// A struct of which nothing is needed is always written, empty.
			empty, isStruct := value.(map[string]any)
			if _, there := read[name]; !there && isStruct && len(empty) == 0 {
				continue
			} else if !there {
				found = append(found, fmt.Sprintf("needs %s.%s", path, name))
			} else {
				found = missing(path+"."+name, read[name], value, found)
			}
		}
	case []any:
		read, _ := read.([]any)
		for i := range min(len(read), len(written)) {
			found = missing(fmt.Sprintf("%s[%d]", path, i), read[i], written[i], found)
		}
	}
	return found
}

func problems(resource json.RawMessage) []string {
	var read map[string]any
	if err := json.Unmarshal(resource, &read); err != nil {
		return []string{err.Error()}
	}
	into := typed(fmt.Sprint(read["kind"]))
	if into == nil {
		return []string{fmt.Sprintf("is of kind %v, which nobody here knows", read["kind"])}
	}
	var found []string
	unknown, err := strict.UnmarshalStrict(resource, into)
	for _, one := range append(unknown, err) {
		if one != nil {
			found = append(found, one.Error())
		}
	}
	text, err := json.Marshal(into)
	if err != nil {
		return append(found, err.Error())
	}
	var written map[string]any
	if err := json.Unmarshal(text, &written); err != nil {
		return append(found, err.Error())
	}
	// Both are written by the cluster.
	delete(written, "status")
	delete(written["metadata"].(map[string]any), "creationTimestamp")
	found = missing("", read, written, found)
	sort.Strings(found)
	return found
}

func main() {
	var resources []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&resources); err != nil {
		log.Fatal(err)
	}
	answers := make([][]string, len(resources))
	for i, resource := range resources {
		answers[i] = problems(resource)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
