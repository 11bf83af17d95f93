package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Durations;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Said;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.Scope.Variable;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.Playbook.Trigger;
import dev.coxswain.playbook.PlaybookReader.ProfileFields;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what starts a playbook, and knows which variables that gives to the rest of it. */
final class TriggerReader {

    private static final List<String> KINDS = List.of("object", "member", "datastore", "operator", "manual");

    private static final Duration ASK_EVERY = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Reading reading;
    private final ProfileFields profiles;
    private final Set<String> params;

    TriggerReader(Reading reading, ProfileFields profiles, Set<String> params) {
        this.reading = reading;
        this.profiles = profiles;
        this.params = params;
    }

    Optional<Trigger> read(YamlNode node) {
        YamlFields fields = YamlFields.of(node, "a trigger", reading.diagnostics());
        List<String> present = KINDS.stream().filter(fields::has).toList();
        Duration heldFor = fields.duration("heldFor").orElse(Duration.ZERO);
        int before = reading.diagnostics().errors();
        fields.refuseOthers();
        if (present.isEmpty() && reading.diagnostics().errors() > before) {
            return Optional.empty();
        }
        if (present.size() != 1) {
            reading.diagnostics()
                    .error(fields.position(), "a trigger needs exactly one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        String kind = present.getFirst();
        return fields.fields(kind, "a trigger on " + kind).flatMap(of -> {
            Optional<Trigger> trigger = switch (kind) {
                case "object" -> object(of, heldFor);
                case "manual" -> manual(of, fields);
                default -> fleet(kind, of, heldFor);
            };
            of.refuseOthers();
            return trigger;
        });
    }

    private Optional<Trigger> object(YamlFields of, Duration heldFor) {
        Optional<String> apiVersion = of.requiredText("apiVersion");
        Optional<String> kind = of.requiredText("kind");
        List<String> namespaces = of.texts("namespaces");
        nobodyToAsk(of, "object");
        Optional<Expression> when = when(of, base().withAny("object"));
        return apiVersion.isPresent() && kind.isPresent()
                ? when.map(e -> new Trigger.OnObject(apiVersion.get(), kind.get(), namespaces, e, heldFor))
                : Optional.empty();
    }

    private Optional<Trigger> fleet(String kind, YamlFields of, Duration heldFor) {
        List<String> on = of.texts("profiles");
        return switch (kind) {
            case "member" -> {
                Optional<Trigger.Confirm> confirm = confirm(of, members());
                yield when(of, members()).map(e -> new Trigger.OnMember(on, e, heldFor, confirm));
            }
            case "datastore" -> {
                Optional<Trigger.Confirm> confirm = confirm(of, datastores());
                yield when(of, datastores()).map(e -> new Trigger.OnDatastore(on, e, heldFor, confirm));
            }
            default -> {
                nobodyToAsk(of, kind);
                yield when(of, operators()).map(e -> new Trigger.OnOperator(on, e, heldFor));
            }
        };
    }

    private Optional<Trigger.Confirm> confirm(YamlFields of, Scope scope) {
        Duration askEvery = of.duration("askEvery").orElse(ASK_EVERY);
        if (askEvery.compareTo(SHORTEST) < 0 || askEvery.compareTo(LONGEST) > 0) {
            reading.diagnostics()
                    .error(
                            of.at("askEvery"),
                            "'askEvery' must lie between " + Durations.print(SHORTEST) + " and "
                                    + Durations.print(LONGEST),
                            "each time, a program is run in the container of each member that is asked");
        }
        if (!of.has("confirm")) {
            if (of.has("askEvery")) {
                reading.diagnostics().error(of.at("askEvery"), "'askEvery' without 'confirm': nobody is asked");
            }
            return Optional.empty();
        }
        Optional<Expression> that = reading.expression(of, "confirm", scope, Wanted.BOOLEAN);
        that.filter(e -> !Said.needsAsking(e.reads()))
                .ifPresent(e -> reading.diagnostics()
                        .error(
                                of.at("confirm"),
                                "'confirm' reads nothing that members say of themselves",
                                "a condition over the watched state belongs into 'when'"));
        return that.map(e -> new Trigger.Confirm(e, askEvery));
    }

    private void nobodyToAsk(YamlFields of, String kind) {
        if (of.has("confirm")) {
            reading.diagnostics()
                    .error(
                            of.at("confirm"),
                            "a trigger on " + kind + " has no members to ask",
                            "only triggers on member and datastore have 'confirm'");
        }
    }

    private Optional<Trigger> manual(YamlFields of, YamlFields trigger) {
        if (trigger.has("heldFor")) {
            reading.diagnostics().error(trigger.at("heldFor"), "a playbook that a person starts has no 'heldFor'");
        }
        List<String> on = of.texts("profiles");
        return Optional.of(new Trigger.Manual(
                of.choice("target", List.of("nothing", "object", "member", "datastore", "operator"))
                        .map(word -> Trigger.Target.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Trigger.Target.NOTHING),
                on));
    }

    private Optional<Expression> when(YamlFields of, Scope scope) {
        of.required("when");
        Optional<Expression> when = reading.expression(of, "when", scope, Wanted.BOOLEAN);
        when.stream()
                .flatMap(e -> e.reads().stream())
                .filter(Said::isUnknownUntilAsked)
                .sorted()
                .findFirst()
                .ifPresent(path -> reading.diagnostics()
                        .error(
                                of.at("when"),
                                "'when' reads " + path + ", which nobody knows before members are asked",
                                "'when' is asked of the watched state alone; put this part into 'confirm', for which"
                                        + " members are asked once 'when' has held for 'heldFor'"));
        return when;
    }

    private Scope base() {
        return Scope.of(Variable.NOW)
                .withProfileFields(profiles.ofDatastores(), profiles.ofMembers())
                .withFields("params", params);
    }

    private Scope operators() {
        return base().with(Variable.OPERATOR);
    }

    private Scope datastores() {
        return operators().with(Variable.DATASTORE);
    }

    private Scope members() {
        return datastores().with(Variable.MEMBER);
    }

    /** The variables that the rest of the playbook may read; all of them when the trigger could not be read. */
    Scope scope(Optional<Trigger> trigger) {
        return trigger.map(t -> switch (t) {
                    case Trigger.OnObject _ -> base().withAny("object");
                    case Trigger.OnMember _ -> members();
                    case Trigger.OnDatastore _ -> datastores();
                    case Trigger.OnOperator _ -> operators();
                    case Trigger.Manual(Trigger.Target on, var _) ->
                        switch (on) {
                            case NOTHING -> base();
                            case OBJECT -> base().withAny("object");
                            case MEMBER -> members();
                            case DATASTORE -> datastores();
                            case OPERATOR -> operators();
                        };
                })
                .orElseGet(() -> members().withAny("object"));
    }

    /** What actions can work on without being told. */
    static ActionSignature.Subject subject(Trigger trigger) {
        return switch (trigger) {
            case Trigger.OnObject _ -> ActionSignature.Subject.NONE;
            case Trigger.OnMember _ -> ActionSignature.Subject.MEMBER;
            case Trigger.OnDatastore _ -> ActionSignature.Subject.DATASTORE;
            case Trigger.OnOperator _ -> ActionSignature.Subject.OPERATOR;
            case Trigger.Manual(Trigger.Target on, var _) ->
                switch (on) {
                    case NOTHING, OBJECT -> ActionSignature.Subject.NONE;
                    case MEMBER -> ActionSignature.Subject.MEMBER;
                    case DATASTORE -> ActionSignature.Subject.DATASTORE;
                    case OPERATOR -> ActionSignature.Subject.OPERATOR;
                };
        };
    }
}
