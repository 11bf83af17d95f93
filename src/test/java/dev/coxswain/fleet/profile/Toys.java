package dev.coxswain.fleet.profile;

/** An operator that there is not, whose profile is sound: for tests of what becomes of profiles. */
public final class Toys {

    public static final String PRIMARY = "member.says.mood == 'first'";

    public static final String PROFILE = """
            apiVersion: coxswain.dev/v1alpha1
            kind: OperatorProfile
            metadata: {name: toy}
            spec:
              operator:
                images: [toys/operator]
              atZero: nothing is mended
              datastores:
              - resource: {apiVersion: toys.example.com/v1, kind: Toy}
                components:
                - name: box
                  selector: {toy: "${datastore.name}"}
                  container: box
                  workload: {kind: StatefulSet, name: "${datastore.name}"}
                  questions:
                    mood: {command: [mood, --of, "${member.name}"], timeout: 3s, parse: text}
                primary: member.says.mood == 'first'
                replica: member.says.mood != 'first'
                healthy: datastore.members.all(m, m.ready)
            """;

    private Toys() {}
}
