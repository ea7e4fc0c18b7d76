// KpiFunctions in Azure: one resource group per environment, and no key or password anywhere in it.
targetScope = 'subscription'

import { Environment } from 'environments.bicep'

@description('The environment\'s name: dev, prod. Part of the resource group\'s name.')
@minLength(2)
@maxLength(20)
param environmentName string

@description('The Azure region of everything.')
param location string

@description('Sizes and retention.')
param environment Environment

@description('The Entra group of the consultants, who drop configs and exports. Empty: nobody is granted anything.')
param consultantsGroupId string = ''

@description('The agency\'s e-mail address, for what concerns all clients. Empty: nobody is told when the pipeline cannot send mail.')
param agencyAddress string = ''

@description('The verification key of SendGrid\'s signed event webhook, which is public. Empty: its events are not taken.')
param sendGridEventKey string = ''

var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-kpi-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-kpi-${token}', location: location, tags: tags }
}

module logs 'modules/log-analytics.bicep' = {
  scope: group
  params: { name: 'log-kpi-${token}', location: location, tags: tags, days: environment.logDays }
}

module insights 'modules/application-insights.bicep' = {
  scope: group
  params: { name: 'appi-kpi-${token}', location: location, tags: tags, workspaceId: logs.outputs.id }
}

module standstills 'modules/standstill-alerts.bicep' = if (!empty(agencyAddress)) {
  scope: group
  params: { token: token, location: location, tags: tags, workspaceId: logs.outputs.id, agencyAddress: agencyAddress }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: 'kv-kpi-${token}'
    location: location
    tags: tags
    deletedDays: environment.deletedDays
    purgeProtection: environment.purgeProtection
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: { name: 'stkpihost${token}', location: location, tags: tags }
}

module dataStorage 'modules/data-storage.bicep' = {
  scope: group
  params: {
    name: 'stkpidata${token}'
    location: location
    tags: tags
    redundancy: environment.dataRedundancy
    deletedDays: environment.deletedDays
  }
}

module topic 'modules/event-topic.bicep' = {
  scope: group
  params: { name: 'evgt-kpi-${token}', location: location, tags: tags, storageId: dataStorage.outputs.id }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    topicPrincipalId: topic.outputs.principalId
    consultantsGroupId: consultantsGroupId
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    eventQueue: dataStorage.outputs.eventQueue
    deadLetterContainer: dataStorage.outputs.deadLetterContainer
    inputContainers: dataStorage.outputs.inputContainers
    resultContainers: dataStorage.outputs.resultContainers
    vaultName: vault.outputs.name
    insightsName: insights.outputs.name
  }
}

// Event Grid tries its identity on the queue when a subscription is made, so the grants come first.
module events 'modules/event-subscriptions.bicep' = {
  scope: group
  dependsOn: [roles]
  params: {
    topicName: topic.outputs.name
    storageId: dataStorage.outputs.id
    queue: dataStorage.outputs.eventQueue
    deadLetterContainer: dataStorage.outputs.deadLetterContainer
    containers: dataStorage.outputs.inputContainers
  }
}

module plan 'modules/plan.bicep' = {
  scope: group
  params: { name: 'plan-kpi-${token}', location: location, tags: tags }
}

module app 'modules/function-app.bicep' = {
  scope: group
  dependsOn: [roles]
  params: {
    name: 'func-kpi-${token}'
    location: location
    tags: union(tags, { 'azd-service-name': 'functions' })
    planId: plan.outputs.id
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packageContainer: hostStorage.outputs.packageContainer
    hostStorage: hostStorage.outputs.endpoints
    dataStorage: dataStorage.outputs.endpoints
    vaultUri: vault.outputs.uri
    insightsConnectionString: insights.outputs.connectionString
    agencyAddress: agencyAddress
    sendGridEventKey: sendGridEventKey
    maximumInstances: environment.maximumInstances
    instanceMemory: environment.instanceMemory
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_APP string = app.outputs.name
output AZURE_KEY_VAULT string = vault.outputs.name
output AZURE_DATA_STORAGE string = dataStorage.outputs.name
