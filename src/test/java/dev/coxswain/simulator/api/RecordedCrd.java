package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom resource that every recorded case finds installed. */
final class RecordedCrd {

    private static final String SPEC = """
        {"group":"rec.example.com","scope":"Namespaced",
         "names":{"plural":"boats","singular":"boat","kind":"Boat","shortNames":["bt"],"categories":["fleet"]},
         "versions":[{"name":"v1","served":true,"storage":true,
          "subresources":{"status":{},"scale":{"specReplicasPath":".spec.oars","statusReplicasPath":".status.oars"}},
          "additionalPrinterColumns":[{"name":"Oars","type":"integer","jsonPath":".spec.oars"},
           {"name":"Phase","type":"string","jsonPath":".status.phase","priority":1},
           {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
          "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
           "spec":{"type":"object","required":["oars"],
            "x-kubernetes-validations":[{"rule":"self.oars % 2 == 0","message":"oars come in pairs"}],
            "properties":{"oars":{"type":"integer","minimum":0,"maximum":8},
             "colour":{"type":"string","default":"white","enum":["white","red"]},
             "name":{"type":"string","maxLength":5,"pattern":"^[a-z]+$"},
             "crew":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["seat"],
              "items":{"type":"object","required":["seat"],
               "properties":{"seat":{"type":"integer"},"who":{"type":"string"}}}},
             "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
             "port":{"x-kubernetes-int-or-string":true},"maybe":{"type":"string","nullable":true}}},
           "status":{"type":"object","properties":{"phase":{"type":"string"},"oars":{"type":"integer"}}}}}}}]}
        """;

    private RecordedCrd() {}

    static Map<String, @Nullable Object> boats() {
        return Refusals.object(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Map.of("name", "boats.rec.example.com"),
                "spec",
                Json.parse(SPEC));
    }
}
