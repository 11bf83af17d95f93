package dev.coxswain.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatchTest {

    private static final Gvk TEMPLATE = Gvk.of("apps/v1", "Deployment");

    @Test
    void aMergePatchRemovesWhatIsNullAndReplacesLists() {
        assertThat(MergePatch.apply(json("{'a':{'b':1,'c':2},'l':[1,2]}"), json("{'a':{'b':null,'d':3},'l':[3]}")))
                .isEqualTo(json("{'a':{'c':2,'d':3},'l':[3]}"));
    }

    @Test
    void aJsonPatchAppliesItsOperationsInOrder() {
        assertThat(
                        JsonPatch.apply(
                                json("{'a':{'b~/c':1},'l':[1,2]}"),
                                Json.asList(
                                        json(
                                                "[{'op':'test','path':'/a/b~0~1c','value':1},{'op':'add','path':'/l/-','value':9},"
                                                        + "{'op':'remove','path':'/l/0'},{'op':'move','from':'/a/b~0~1c','path':'/x'}]"))))
                .isEqualTo(json("{'a':{},'l':[2,9],'x':1}"));
    }

    @Test
    void aJsonPatchWhoseTestFailsIsRefused() {
        assertThatThrownBy(() ->
                        JsonPatch.apply(json("{'a':1}"), Json.asList(json("[{'op':'test','path':'/a','value':2}]"))))
                .isInstanceOf(PatchException.class);
    }

    @Test
    void aStrategicPatchMergesContainersByName() {
        assertThat(
                        strategic(
                                "{'spec':{'template':{'spec':{'containers':[{'name':'c','tty':true},{'name':'d','env':[{'name':'A'},{'name':'B','value':'2'}]}]}}}}",
                                "{'spec':{'template':{'spec':{'containers':[{'name':'d','env':[{'name':'B','value':'3'},{'name':'C','value':'4'}]}]}}}}"))
                .isEqualTo(
                        json(
                                "{'spec':{'template':{'spec':{'containers':[{'name':'c','tty':true},{'name':'d','env':[{'name':'A'},{'name':'B','value':'3'},{'name':'C','value':'4'}]}]}}}}"));
    }

    @Test
    void aNewElementGoesInFrontUnlessTheOrderSaysOtherwise() {
        assertThat(strategic("{'metadata':{'finalizers':['x','y']}}", "{'metadata':{'finalizers':['z']}}"))
                .isEqualTo(json("{'metadata':{'finalizers':['z','x','y']}}"));
        assertThat(
                        strategic(
                                "{'spec':{'containers':[{'name':'c'},{'name':'d'}]}}",
                                "{'spec':{'$setElementOrder/containers':[{'name':'d'},{'name':'c'}],'containers':[{'name':'c','tty':true}]}}"))
                .isEqualTo(json("{'spec':{'containers':[{'name':'d'},{'name':'c','tty':true}]}}"));
    }

    @Test
    void directivesDeleteElementsScalarsAndKeys() {
        assertThat(
                        strategic(
                                "{'metadata':{'finalizers':['x','y']},'spec':{'volumes':[{'name':'v','emptyDir':{}},{'name':'w'}]}}",
                                "{'metadata':{'$deleteFromPrimitiveList/finalizers':['x']},'spec':{'volumes':[{'$retainKeys':['name','hostPath'],'name':'v','hostPath':{'path':'/x'}},{'name':'w','$patch':'delete'}]}}"))
                .isEqualTo(
                        json(
                                "{'metadata':{'finalizers':['y']},'spec':{'volumes':[{'name':'v','hostPath':{'path':'/x'}}]}}"));
    }

    @Test
    void anElementWithoutItsMergeKeyIsRefusedAsTheServerDoes() {
        assertThatThrownBy(() -> strategic(
                        "{'spec':{'containers':[{'name':'c'}]}}", "{'spec':{'containers':[{'image':'no-name'}]}}"))
                .hasMessage("map: map[image:no-name] does not contain declared merge key: name");
    }

    private static @Nullable Object strategic(String target, String patch) {
        return StrategicPatch.apply(TEMPLATE, Json.asMap(json(target)), Json.asMap(json(patch)));
    }

    private static @Nullable Object json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
