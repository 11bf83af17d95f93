package dev.coxswain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The plan of the house: who may know whom, and what nobody may do. */
@AnalyzeClasses(locations = ProductionClasses.class, importOptions = ProductionClasses.WrittenByHand.class)
class ArchitectureTest {
    private static final String ROOT = "dev.coxswain";

    private static final Set<String> CORE =
            Set.of("cluster", "expression", "playbook", "fleet", "trigger", "action", "approval", "drain", "run");

    /** What each package may import, besides itself; a package that is not here has no place in the house yet. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("cluster", Set.of()),
            Map.entry("expression", Set.of("cluster")),
            Map.entry("playbook", Set.of("cluster", "expression")),
            Map.entry("fleet", Set.of("cluster", "expression")),
            Map.entry("trigger", Set.of("cluster", "expression", "playbook", "fleet")),
            Map.entry("action", Set.of("cluster", "expression", "playbook", "fleet")),
            Map.entry("approval", Set.of("cluster", "expression", "playbook", "fleet")),
            Map.entry("drain", Set.of("cluster", "expression", "fleet")),
            Map.entry("run", CORE),
            Map.entry("kube", CORE),
            Map.entry("notify", CORE),
            Map.entry("web", CORE),
            Map.entry("simulator", CORE),
            Map.entry("app", and(CORE, "kube", "notify", "web", "simulator")),
            Map.entry("cli", and(CORE, "kube", "notify", "web", "simulator", "app")));

    /** The rooms of the packages that have several, each of which may only use those before it; the empty one is at the door. */
    private static final Map<String, List<String>> ROOMS = Map.of(
            "fleet", List.of("", "profile", "recognition"),
            "run", List.of("record", "journal", "world", "plan", "step", "engine", "supervision"),
            "kube", List.of("client", "cache", "effect", "memory"),
            "app", List.of("metrics", "supervision", "rehearsal", "service"),
            "cli", List.of("schema", "story", "console", "choice", "demo", ""));

    @ArchTest
    static final ArchRule dependenciesPointDownwards = classes()
            .should(importOnlyWhatThePlanAllows())
            .because("a pure core on the ground, adapters above and wiring on top is what lets a stranger read one"
                    + " package without the rest");

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true)
            .because("packages in a cycle are one package in disguise");

    @ArchTest
    static final ArchRule roomsAreEnteredInOneDirection = classes()
            .that(liveIn(ROOMS.keySet()))
            .and()
            .doNotHaveSimpleName("package-info")
            .should(useOnlyTheRoomsBefore())
            .because("what a later room is for can be read without it, and what an earlier one is for must be");

    @ArchTest
    static final ArchRule roomsFormNoCycle = slices().matching(ROOT + ".(*).(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs the one behind it is no room of its own");

    @ArchTest
    static final ArchRule theCoreKnowsNoFramework = noClasses()
            .that(liveIn(CORE))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kubernetes..", "io.micronaut..")
            .allowEmptyShould(true)
            .because("decisions must run, and be tested, without a cluster or a container (jakarta.inject is fine)");

    @ArchTest
    static final ArchRule onlyKubeSpeaksToTheClientLibrary = noClasses()
            .that(DescribedPredicate.not(liveIn(Set.of("kube"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kubernetes..")
            .allowEmptyShould(true)
            .because("one place turns decisions into API calls, and one place pays for a new client library");

    @ArchTest
    static final ArchRule theSimulatorDoesNotKnowTheClient = noClasses()
            .that(liveIn(Set.of("simulator")))
            .should()
            .dependOnClassesThat(liveIn(Set.of("kube")))
            .allowEmptyShould(true)
            .because("a simulator built from the client's own parts would agree with its mistakes");

    @ArchTest
    static final ArchRule theClientDoesNotKnowTheSimulator = noClasses()
            .that(liveIn(Set.of("kube")))
            .should()
            .dependOnClassesThat(liveIn(Set.of("simulator")))
            .allowEmptyShould(true)
            .because("what talks to a real cluster must not be able to tell that it does not");

    @ArchTest
    static final ArchRule timeIdsAndChanceArePassedIn = noClasses()
            .that(DescribedPredicate.not(liveIn(Set.of("app"))))
            .should()
            .accessTargetWhere(isAmbient())
            .allowEmptyShould(true)
            .because("scenarios run on virtual time and runs are replayed: ask for a Clock, an id source, a Random");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that(DescribedPredicate.not(liveIn(Set.of("cli"))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .allowEmptyShould(true)
            .because("output belongs to the command that was asked for it; everything else logs or returns");

    @ArchTest
    static final ArchRule fieldsAreNotInjected = noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("io.micronaut.context.annotation.Value")
            .orShould()
            .beAnnotatedWith("io.micronaut.context.annotation.Property")
            .allowEmptyShould(true)
            .because("a constructor shows what a class needs, and lets a test hand it over");

    @ArchTest
    static final ArchRule staticsDoNotChange = fields().that()
            .areStatic()
            .and(areNotSynthetic())
            .should()
            .beFinal()
            .allowEmptyShould(true)
            .because("two worlds must fit into one JVM: the tests start dozens");

    @ArchTest
    static final ArchRule everyPackageIntroducesItself = classes()
            .should(haveANullMarkedPackageInfo())
            .because("package-info.java says what is in a package, where to start and what must stay true;"
                    + " @NullMarked is what NullAway checks");

    private static ArchCondition<JavaClass> importOnlyWhatThePlanAllows() {
        return new ArchCondition<>("import only what the plan of the house allows") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var home = topPackage(item);
                var allowed = MAY_IMPORT.get(home);
                if (allowed == null) {
                    var message = item.getName() + " lives in a package that is not on the plan: " + home;
                    events.add(SimpleConditionEvent.violated(item, message));
                    return;
                }
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isOurs(dependency.getTargetClass()))
                        .filter(dependency -> {
                            var target = topPackage(dependency.getTargetClass());
                            return !target.equals(home) && !allowed.contains(target);
                        })
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> useOnlyTheRoomsBefore() {
        return new ArchCondition<>("use only the rooms before their own") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var home = topPackage(item);
                var rooms = ROOMS.getOrDefault(home, List.of());
                var here = rooms.indexOf(room(item));
                if (here < 0) {
                    var message = item.getName() + " lives in none of the rooms of " + home;
                    events.add(SimpleConditionEvent.violated(item, message));
                }
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isOurs(dependency.getTargetClass()))
                        .filter(dependency ->
                                topPackage(dependency.getTargetClass()).equals(home))
                        .filter(dependency -> rooms.indexOf(room(dependency.getTargetClass())) > here)
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> haveANullMarkedPackageInfo() {
        return new ArchCondition<>("have a package-info.java with @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                    var message = item.getPackageName() + " has none (seen from " + item.getSimpleName() + ")";
                    events.add(SimpleConditionEvent.violated(item, message));
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> liveIn(Set<String> packages) {
        return DescribedPredicate.describe(
                "live in " + String.join(", ", packages.stream().sorted().toList()),
                javaClass -> isOurs(javaClass) && packages.contains(topPackage(javaClass)));
    }

    /** The world as seen by whoever does not ask: the wall clock, sleeping, chance. Clock and Random objects are fine. */
    private static DescribedPredicate<JavaAccess<?>> isAmbient() {
        var forbidden = Set.of(
                "java.lang.Thread.sleep",
                "java.lang.Math.random",
                "java.util.UUID.randomUUID",
                "java.lang.System.currentTimeMillis",
                "java.util.concurrent.ThreadLocalRandom.current",
                "java.time.Clock.systemUTC",
                "java.time.Clock.systemDefaultZone");
        return DescribedPredicate.describe("is the wall clock, a sleep or a throw of dice", access -> {
            var owner = access.getTargetOwner().getName();
            var takesNothing = access.getTarget().getFullName().endsWith("()");
            return forbidden.contains(owner + "." + access.getName())
                    || (owner.startsWith("java.time.") && access.getName().equals("now") && takesNothing);
        });
    }

    private static DescribedPredicate<JavaField> areNotSynthetic() {
        return DescribedPredicate.describe(
                "are written by hand", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static boolean isOurs(JavaClass javaClass) {
        return javaClass.getPackageName().startsWith(ROOT + ".");
    }

    private static String topPackage(JavaClass javaClass) {
        return javaClass.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
    }

    /** The package below the top one; empty for what lives at its door. */
    private static String room(JavaClass javaClass) {
        var below = javaClass.getPackageName().substring(ROOT.length() + 1).split("\\.", 3);
        return below.length > 1 ? below[1] : "";
    }

    private static Set<String> and(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        Stream.of(more).forEach(all::add);
        return Set.copyOf(all);
    }
}
